import ArgumentParser
import CommandSupport
import Documents
import Dragoman

@main
struct Translate: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate",
    abstract: "Translates text, line by line, and documents.",
    discussion: """
      Each line of a text is a sentence or a paragraph, and each gives one line:

        echo "Good morning." | translate --model en-de
        translate --model en-de chapter1.en chapter2.en --output book.de
        translate --model en-de *.en --output-dir german

      A document keeps its form; only its text changes:

        translate --model en-de page.html --output page.de.html
      """,
    version: dragomanVersion)

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp(
      "Folder of the model; may be repeated for models that translate together.",
      valueName: "dir"))
  var models: [String]

  @Option(
    help: ArgumentHelp(
      "Folder of a model that translates what '--model' gives: through a language between.",
      valueName: "dir"))
  var then: String?

  @Argument(
    help: ArgumentHelp(
      "Files to translate, gzip or not; standard input if there is none, or for '-'."))
  var files: [String] = []

  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Documents") var documents: DocumentOptions
  @OptionGroup(title: "Form of the output") var form: FormOptions
  @OptionGroup(title: "Search") var search: SearchOptions
  @OptionGroup(title: "Lengths") var lengths: LengthOptions
  @OptionGroup(title: "Sampling") var sampling: SamplingOptions
  @OptionGroup(title: "Words") var words: WordOptions
  @OptionGroup(title: "Sentences") var sentences: SentenceOptions
  @OptionGroup(title: "Scoring") var scoring: ScoringOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try output.check(files: files)
    try sampling.check(search)
    try checkPivot()
    guard !scoring.score else { return try checkScoring() }
    guard scoring.target == nil else {
      throw ValidationError("'--target' is for '--score'; leave it out, or add '--score'.")
    }
    guard !output.resume || form.nBest == nil || form.json else {
      throw ValidationError(
        "'--resume' counts lines, and '--n-best' writes several a line; add '--json', or begin anew."
      )
    }
    guard !output.resume || form.explain == nil else {
      throw ValidationError("'--explain' would lack what is there already; leave '--resume' out.")
    }
    try search.check(nBest: form.nBest)
  }

  private func checkPivot() throws {
    guard then != nil else {
      guard sentences.via == nil else {
        throw ValidationError("'--via' is for '--then'; leave it out, or add '--then'.")
      }
      return
    }
    let unfit = [
      "--alignment": form.alignment && !form.json, "--explain": form.explain != nil,
      "--score": scoring.score,
    ].filter(\.value).keys.min()
    if let unfit {
      throw ValidationError(
        "'\(unfit)' is about one model, and '--then' names another; translate in two steps.")
    }
  }

  private func checkScoring() throws {
    guard scoring.target != nil else {
      throw ValidationError("'--score' needs '--target', the file with the translations to score.")
    }
    let unfit = [
      "--n-best": form.nBest != nil, "--alignment": form.alignment && !form.json,
      "--explain": form.explain != nil, "--resume": output.resume, "--part": output.part != nil,
      "--output-dir": output.outputDir != nil, "--target-prefix": words.targetPrefix != nil,
      "--glossary": words.glossary != nil,
      "--mbr": search.mbr != nil,
      "--forbid": !words.forbid.isEmpty, "--forbidden-words": words.forbiddenWords != nil,
      "--sample": sampling.isOn, "--shortlist": engine.shortlist,
      "--report-problems": sentences.reportProblems,
    ].filter(\.value).keys.min()
    if let unfit {
      throw ValidationError(
        "'\(unfit)' does not go with '--score', which takes translations as they are; leave it out."
      )
    }
  }

  func run() throws {
    let inputs = try InputFile.inputs(files, text)
    let jobs = try output.jobs(for: inputs)
    let options = try translationOptions()
    let documentJobs = try documents.jobs(among: jobs)
    if let first = documentJobs.first { try checkDocuments(first) }
    if scoring.score {
      return try ScoringRun(
        inputs: inputs, target: scoring.targetReader(text), output: OutputFile(path: output.output),
        isJSON: form.json, options: options.search
      ).run(loadModels(options).1)
    }
    let lineJobs = jobs.filter { job in !documentJobs.contains { $0.path == job.path } }
    let loaded = try documentJobs.isEmpty ? nil : loadModels(options)
    if !lineJobs.isEmpty {
      var run = try TranslationRun(
        options: options, form: form, part: output.part, prefixes: words.prefixReader(text),
        problems: ProblemReport(isDetailed: sentences.reportProblems),
        progress: TranslationProgress(size: InputFile.size(of: lineJobs.flatMap(\.inputs))))
      try run.run(lineJobs, loaded ?? loadModels(options))
    }
    guard let (pivot, translator) = loaded else { return }
    try DocumentRun(
      translator: ModelTranslator(translator, after: pivot, options: options),
      settings: documents.settings(language: sentences.to),
      reportsProblems: sentences.reportProblems
    ).run(documentJobs)
  }

  /// Refuses what is about lines.
  private func checkDocuments(_ job: DocumentJob) throws {
    let unfit = [
      "--score": scoring.score, "--n-best": form.nBest != nil, "--json": form.json,
      "--alignment": form.alignment, "--explain": form.explain != nil,
      "--target-prefix": words.targetPrefix != nil, "--resume": output.resume,
      "--part": output.part != nil, "--sample": sampling.isOn,
    ].filter(\.value).keys.min()
    if let unfit {
      throw InputError(
        unfit, "is about lines of text, but \(job.input) is a document (\(job.format.rawValue)).",
        remedy: "Leave it out, or add '--format text' to translate the file's lines as they are.")
    }
  }

  /// What translates into the language between, if there is one, and what gives the translation.
  private func loadModels(_ options: TranslationOptions) throws -> (Pivot?, Translator) {
    guard let then else { return (nil, try translator(of: models, sentences.direction)) }
    let (first, second) = sentences.directions
    var before = options
    before.language = sentences.from
    let pivot = Pivot(try translator(of: models, first), options: before)
    return (pivot, try translator(of: [then], second))
  }

  private func translator(of folders: [String], _ direction: Direction) throws -> Translator {
    try Translator(
      ensemble: folders.map { ModelFolder($0) }, precision: engine.precision,
      direction: direction, usesShortlist: engine.shortlist)
  }

  private func translationOptions() throws -> TranslationOptions {
    var options = TranslationOptions()
    search.set(&options.search)
    lengths.set(&options.search.lengths)
    options.search.sampling = sampling.options
    if sampling.isOn { options.search.beamSize = form.nBest ?? 1 }
    if let candidates = search.mbr {
      options.minimizesRisk = true
      options.search.beamSize = candidates
    }
    try words.set(&options)
    sentences.set(&options)
    if then != nil { options.language = sentences.via }
    form.set(&options.search, search)
    engine.set(&options.search)
    return options
  }
}
