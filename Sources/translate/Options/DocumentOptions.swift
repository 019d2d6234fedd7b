import ArgumentParser
import CommandSupport
import Documents
import Dragoman

/// What the files to translate are.
struct DocumentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("What the files are, instead of what their names say.", valueName: "format"))
  var format: FormatName?

  @Flag(
    help: "Translate again what has a translation in a catalogue or a package of translators.")
  var retranslate = false

  @Option(
    help: ArgumentHelp(
      "Language of the translation, for catalogues that name it. (default: that of --to)",
      valueName: "code"))
  var targetLanguage: String?

  @Option(
    help: ArgumentHelp(
      "Column of a table to translate: its name in the first row, or its number.",
      valueName: "column"))
  var column: String?

  @Option(
    help: ArgumentHelp(
      "Column for its translation, likewise, or the name of a new one, instead of the same.",
      valueName: "column"))
  var into: String?

  func validate() throws {
    try LanguageName.check(targetLanguage, "target-language")
    guard into == nil || column != nil else {
      throw ValidationError("'--into' needs '--column', the column to translate.")
    }
  }

  private func documentFormat(of path: String) throws -> DocumentFormat? {
    if let format { return format.document }
    return path == "-" ? nil : try DocumentFormat(path: path)
  }

  /// What is to become of documents.
  ///
  /// - Parameter language: What the model is told to translate to.
  func settings(language: String?) -> DocumentSettings {
    var settings = DocumentSettings()
    settings.language = targetLanguage ?? language
    settings.retranslates = retranslate
    (settings.column, settings.into) = (column, into)
    return settings
  }

  /// The jobs of documents. All others are lines of text, as is what comes from standard input unless it is
  /// said to be something else.
  ///
  /// - Throws: `InputError` when a document cannot be read, or would be written behind another file.
  func jobs(among jobs: [TranslationJob]) throws -> [DocumentJob] {
    try jobs.compactMap { job in
      let formats = try job.inputs.map { input in
        try documentFormat(of: input.path)
      }
      let index = formats.firstIndex { $0 != nil } ?? 0
      let format = formats[index]
      guard column == nil || format?.isTable ?? false else {
        throw InputError(
          "--column", "is about tables, but \(job.inputs[index].path) is none.",
          remedy: "Leave it out, or add '--format csv' or '--format tsv'.")
      }
      guard let format else { return nil }
      let path = job.inputs[index].path
      guard job.inputs.count == 1 else {
        throw InputError(
          path, "is a document (\(format.rawValue)), and is written to a file of its own.",
          remedy: "Translate it alone, or use '--output-dir'.")
      }
      guard path != "-" else {
        throw InputError(
          "standard input", "a document is read from a file.", remedy: "Give the file's name.")
      }
      guard job.path?.hasSuffix(".gz") != true else {
        throw InputError(
          job.path ?? "", "a document is not compressed.", remedy: "Leave '.gz' out of its name.")
      }
      return DocumentJob(input: path, format: format, path: job.path)
    }
  }
}

/// A document to translate.
struct DocumentJob {
  /// The file.
  let input: String
  let format: DocumentFormat
  /// Where its translation goes; `nil` for standard output.
  let path: String?
}

/// A format that the user names.
struct FormatName: ExpressibleByArgument {
  /// `nil` for lines of text.
  let document: DocumentFormat?

  private static let lines = "text"

  static var allValueStrings: [String] { [lines] + DocumentFormat.allCases.map(\.rawValue) }

  init?(argument: String) {
    document = DocumentFormat(rawValue: argument)
    guard document != nil || argument == Self.lines else { return nil }
  }
}
