import ArgumentParser
import CommandSupport
import Dragoman
import Processes

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
  @OptionGroup(title: "Vocabulary") var vocabulary: VocabularyOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Course of the run") var course: CourseOptions
  @OptionGroup(title: "Optimisation") var optimisation: OptimisationOptions
  @OptionGroup(title: "Regularisation") var regularisation: RegularisationOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    if course.resume, vocabulary.hasFile {
      throw ValidationError(
        "--resume and --vocabulary contradict each other: a run keeps the vocabulary it began with."
      )
    }
    if model.encoder != nil,
      vocabulary.hasFile || vocabulary.vocabularySize != nil || vocabulary.separateVocabularies
    {
      throw ValidationError(
        "--encoder and a vocabulary contradict each other: an encoder has its vocabulary.")
    }
    if model.fromModel != nil, vocabulary.hasFile || vocabulary.vocabularySize != nil {
      throw ValidationError(
        "--from-model and a vocabulary contradict each other: a model has its vocabulary.")
    }
  }

  func run() throws {
    let processes = try Processes()
    let communicator = processes.communicator
    let code: ExitCode
    do {
      code = try train(communicator)
    } catch {
      let agreed = error as? AgreedError
      let error = agreed?.error ?? error
      guard communicator.count > 1 else { throw error }
      let text = (error as? InputError)?.naming(option).description ?? "\(error)"
      if agreed == nil || communicator.leads {
        note("\(agreed == nil ? "\(communicator.name): " : "")\(text)")
      }
      processes.abort(isKnownToAll: agreed != nil)
      throw ExitCode.failure
    }
    try processes.end()
    if code != .success { throw code }
  }

  /// Trains, in each of the processes; the one that leads says what happens.
  private func train(_ communicator: Communicator) throws -> ExitCode {
    let progress = ProgressLine()
    let storage = files.storage(
      memoryLimit: course.memoryLimit?.bytes, CorpusProgress(progress, isShown: communicator.leads))
    let corpora = try communicator.leaderFirst { try files.corpora(text, storage) }
    progress.clear()
    let pairs = corpora.reduce(0) { $0 + $1.text.count }
    let defaults = TrainingDefaults(
      pairs: pairs, preset: model.preset, optimizer: optimisation.optimizer, plan: course.plan,
      isFineTuning: model.fromModel != nil)
    var setup = try setup(corpora, defaults, communicator)
    setup.storage = storage
    let choices = ChoiceTable(setup, defaults, usual: TrainingDefaults(pairs: pairs))
    if course.dryRun {
      if communicator.leads { print(choices) }
      return .success
    }
    Interruption.listen()
    guard communicator.leads else {
      let trainer = try setup.trainer { _ in }
      let end = try trainer.run(
        course.plan, isInterrupted: { Interruption.isRequested }, report: { _ in })
      return end == .interruption ? Interruption.exitCode : .success
    }
    progress.update("learning the vocabulary …")
    var leftOut = 0
    let trainer = try setup.trainer { notice in
      progress.clear()
      if case .leftOut(_, let lines, isValidation: false) = notice { leftOut += lines.count }
      show(notice)
    }
    if corpora.contains(where: { $0.text.path != nil }), let folder = storage.folder {
      note("the corpus is kept in \(folder) for later runs; delete it when you need the room")
    }
    if !course.resume { print(choices) }
    return try TrainingRun(
      course: course, folder: setup.folder,
      perfection: "all validation sentences are translated perfectly"
    ).run(trainer, progress: progress) { history in
      try TrainingReport(history, setup: setup, choices: choices, leftOut: leftOut).write()
    }
  }

  private func setup(
    _ corpora: [CorpusPart], _ defaults: TrainingDefaults, _ communicator: Communicator
  ) throws -> TrainingSetup {
    var setup = TrainingSetup(
      corpora: corpora, folder: ModelFolder(files.model), defaults: defaults)
    setup.validation = try files.validation(text)
    setup.vocabulary = vocabulary.choice(defaultSize: defaults.vocabularySize)
    setup.initialModel = model.fromModel.map { ModelFolder($0) }
    setup.encoder = model.encoder.map { ModelFolder($0) }
    setup.direction = Direction(from: model.from, to: model.to)
    setup.threads = course.threads
    setup.resume = course.resume
    setup.communicator = communicator
    if course.resume {
      let folder = setup.folder
      setup.options =
        try communicator.decision(of: TrainingOptions(ofRunIn: folder)) ?? setup.options
    }
    setup.memoryLimit = course.memoryLimit?.bytes
    model.apply(to: &setup.shape)
    optimisation.apply(to: &setup.options)
    regularisation.apply(to: &setup.options)
    if let initialModel = setup.initialModel, optimisation.maxLength == nil, !course.resume {
      let positions = try initialModel.loadConfiguration().maximumPositions
      setup.options.maximumLength = min(setup.options.maximumLength, positions)
    }
    return setup
  }

  private func show(_ notice: TrainingSetup.Notice) {
    switch notice {
    case .leftOut(let reason, let lines, let isValidation):
      let set = isValidation ? " of the validation pairs" : ""
      note("left out\(set) for \(reason): \(Figures.count(lines.count))")
      if files.verbose { for line in lines { note("  \(line)") } }
    case .damage(let text): note(text)
    case .slowPrecision(let precision):
      note(
        "--precision \(precision.rawValue) is slower than float32 on this processor; leave it out")
    }
  }
}
