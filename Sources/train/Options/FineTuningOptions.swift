import ArgumentParser
import CommandSupport
import Dragoman

/// What runs that learn labels have in common.
struct FineTuningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Encoder to begin with: a folder of 'train pretrain', or of a BERT of Hugging Face's.",
      valueName: "dir"))
  var encoder: String?

  @Option(
    help: ArgumentHelp("Folder for the model, new unless --resume is given.", valueName: "dir"))
  var model: String

  @Option(
    help: ArgumentHelp("Tokens of the vocabulary, where no encoder gives one.", valueName: "n"))
  var vocabularySize: Int?

  @OptionGroup var text: TextOptions
  @OptionGroup(title: "Model, where there is no encoder") var shape: EncoderShapeOptions
  @OptionGroup(title: "Course of the run") var course: CourseOptions
  @OptionGroup(title: "Optimisation") var optimisation: OptimisationOptions
  @OptionGroup(title: "Regularisation") var dropout: DropoutOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    if encoder != nil, vocabularySize != nil {
      throw ValidationError(
        "--encoder and --vocabulary-size contradict each other: an encoder has its vocabulary.")
    }
    try check("--vocabulary-size", vocabularySize, in: 1...1_000_000)
    try course.checkForEncoder()
  }

  /// Trains to the end.
  ///
  /// - Throws: `InputError` about a file; the exit code for a signal when one came.
  func run(_ target: FineTuningSetup.Target, validation: FineTuningSetup.Target?) throws {
    var setup = FineTuningSetup(
      target, folder: ModelFolder(model), encoder: encoder.map { ModelFolder($0) })
    setup.validation = validation
    setup.shape.preset = shape.preset ?? setup.shape.preset
    shape.apply(to: &setup.shape)
    setup.vocabularySize = vocabularySize ?? setup.vocabularySize
    setup.threads = course.threads
    setup.resume = course.resume
    if course.resume { setup.options = try TrainingOptions(ofRunIn: setup.folder) ?? setup.options }
    optimisation.apply(to: &setup.options)
    dropout.apply(to: &setup.options)
    Interruption.listen()
    let trainer = try setup.trainer { note($0) }
    let code = try TrainingRun(course: course, folder: setup.folder)
      .run(trainer, progress: ProgressLine())
    if code != .success { throw code }
  }
}
