import ArgumentParser
import CommandSupport
import Dragoman

struct CourseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Updates after which to end.", valueName: "n"))
  var maxUpdates: Int?

  @Option(
    help: ArgumentHelp("Minutes after which to end, earlier runs included.", valueName: "minutes"))
  var maxMinutes: Double?

  @Option(help: ArgumentHelp("Updates between validations.", valueName: "n"))
  var validEvery = TrainingPlan().validEvery

  @Option(help: ArgumentHelp("Updates between saves of the run.", valueName: "n"))
  var saveEvery = TrainingPlan().saveEvery

  @Option(
    help: ArgumentHelp(
      "Validations after which to end if none is better, or the trend is none by its confidence interval.",
      valueName: "n"))
  var patience = TrainingPlan().patience

  @Option(
    help: ArgumentHelp(
      "How often a run that diverges goes back to its last state, with half the rate.",
      valueName: "n"))
  var maxRecoveries = TrainingPlan().maximumRecoveries

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @Flag(help: "Print where the time of the updates went, at the end.")
  var profile = false

  @Option(
    help: ArgumentHelp(
      "Memory to stay below, such as 500M or 2G; less is slower.", valueName: "size"))
  var memoryLimit: MemorySize?

  @Flag(help: "Go on with the run in the model folder.")
  var resume = false

  @Flag(help: "Print what would be chosen, and why, without training.")
  var dryRun = false

  func validate() throws {
    try check(plan.fault())
    try check("--threads", threads, in: 1...256)
  }

  /// Refuses what only the training of translators has.
  func checkForEncoder() throws {
    if memoryLimit != nil {
      throw ValidationError("--memory-limit is for the training of translators; leave it out.")
    }
    if dryRun {
      throw ValidationError("--dry-run is for the training of translators; leave it out.")
    }
  }

  var plan: TrainingPlan {
    var plan = TrainingPlan()
    plan.maximumUpdates = maxUpdates
    plan.maximumMinutes = maxMinutes
    plan.validEvery = validEvery
    plan.saveEvery = saveEvery
    plan.patience = patience
    plan.maximumRecoveries = maxRecoveries
    return plan
  }
}
