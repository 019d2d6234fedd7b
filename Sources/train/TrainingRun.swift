import ArgumentParser
import CommandSupport
import Dragoman

/// A run as its user sees it: progress at a terminal, validations on standard output, the log in the folder, and
/// what it came to.
struct TrainingRun {
  let course: CourseOptions
  let folder: ModelFolder
  /// What the user is told when no validation example is left to learn.
  var perfection = "all validation examples are predicted perfectly"

  /// Trains to the end.
  ///
  /// - Parameter report: Receives the course of the run after every validation, and at the end.
  /// - Returns: With what the command ends: that for a signal when one came.
  /// - Throws: `InputError` when something cannot be written.
  func run(
    _ trainer: Trainer, progress: ProgressLine,
    report: (TrainingHistory) throws -> Void = { _ in }
  ) throws -> ExitCode {
    if course.profile { trainer.startProfile() }
    let log = try TrainingLog(in: folder, after: trainer.updates)
    var history = try TrainingHistory(of: folder)
    let plan = course.plan
    var monitor = TrainingMonitor(plan: plan, firstUpdate: trainer.updates, progress: progress)
    let end = try trainer.run(plan, isInterrupted: { Interruption.isRequested }) { event in
      monitor.show(event)
      history.add(event)
      guard log.isFor(event) else { return }
      try log.write(event)
      if case .validation = event { try report(history) }
    }
    try report(history)
    progress.clear()
    if let profile = trainer.profile { print(ProfileTable(profile)) }
    switch end {
    case .updates, .time: note("the model is in \(folder.path)")
    case .noProgress(let validations):
      note("no progress in \(validations) validations; the best model is in \(folder.path)")
    case .perfection: note("\(perfection); the model is in \(folder.path)")
    case .interruption:
      note("saved after update \(trainer.updates); the same command with --resume goes on")
      return Interruption.exitCode
    }
    return .success
  }
}
