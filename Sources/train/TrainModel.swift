import ArgumentParser
import CommandSupport
import Dragoman
import Glibc

struct TrainModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Trains a translator on sentence pairs.",
    usage: "train --source FILE --target FILE --model DIR [options]",
    discussion: """
      Line n of the source file and line n of the target file are translations of each other:

        train --source train.en --target train.de --valid-source valid.en --valid-target valid.de \\
          --model en-de --max-minutes 30

      Validations are printed as they happen. What is not chosen is chosen by the size of the corpus. \
      Ctrl-C saves the run; the same command with --resume goes on with it.
      """)

  @OptionGroup(title: "Files") var files: FileOptions
  @OptionGroup var text: TextOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Course of the run") var course: CourseOptions
  @OptionGroup(title: "Optimisation") var optimisation: OptimisationOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    if course.resume, model.vocabulary != nil {
      throw ValidationError(
        "--resume and --vocabulary contradict each other: a run keeps the vocabulary it began with."
      )
    }
  }

  func run() throws {
    let corpus = try files.corpus(text)
    let validation = try files.validation(text)
    let defaults = TrainingDefaults(pairs: corpus.count, preset: model.preset)
    var setup = TrainingSetup(
      corpus: corpus, validation: validation, folder: ModelFolder(files.model),
      defaults: defaults)
    setup.vocabulary = model.vocabulary
    setup.vocabularySize = model.vocabularySize ?? defaults.vocabularySize
    setup.threads = course.threads
    setup.resume = course.resume
    optimisation.apply(to: &setup.options)

    Interruption.listen()
    let progress = ProgressLine()
    progress.update("reading the corpus and learning the vocabulary …")
    let trainer = try setup.trainer { warning in
      progress.clear()
      note(warning)
    }
    let log = try TrainingLog(in: setup.folder, append: course.resume)
    let plan = course.plan
    var monitor = TrainingMonitor(plan: plan, firstUpdate: trainer.updates, progress: progress)
    let end = try trainer.run(plan, isInterrupted: { Interruption.isRequested }) { event in
      try log.write(event)
      monitor.show(event)
    }
    progress.clear()
    switch end {
    case .updates, .time:
      note("the model is in \(files.model)")
    case .noProgress(let validations):
      note("no higher BLEU in \(validations) validations; the best model is in \(files.model)")
    case .interruption:
      note("saved after update \(trainer.updates); the same command with --resume goes on")
      throw Interruption.exitCode
    }
  }
}
