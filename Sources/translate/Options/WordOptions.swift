import ArgumentParser
import CommandSupport
import Dragoman

/// What must, and what must not, be in a translation.
struct WordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "File with what each line's translation begins with; such a line is one sentence.",
      valueName: "file"))
  var targetPrefix: String?

  @Option(
    help: ArgumentHelp(
      "File with a term, a tab and its translation on each line.", valueName: "file"))
  var glossary: String?

  @Option(
    help: ArgumentHelp(
      "A word or phrase that no translation may have; may be repeated.", valueName: "word"))
  var forbid: [String] = []

  @Option(
    help: ArgumentHelp("File with such a word or phrase on each line.", valueName: "file"))
  var forbiddenWords: String?

  func validate() throws {
    guard !forbid.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
      throw ValidationError("'--forbid' needs a word.")
    }
  }

  /// - Throws: `InputError` when a file cannot be read, or is no glossary.
  func set(_ options: inout TranslationOptions) throws {
    if let glossary { options.glossary = try Glossary(path: glossary) }
    let listed = try forbiddenWords.map(readLines) ?? []
    options.forbidden = forbid + listed.filter { !$0.allSatisfy(\.isWhitespace) }
    if let glossary, let conflict = options.glossary.conflict(withForbidden: options.forbidden) {
      let (entry, word) = conflict
      throw InputError(
        "\(glossary):\(entry.line)",
        "'\(entry.source)' is to become '\(entry.target)', but '\(word)' is forbidden.",
        remedy: "Take the line out, or allow the word.")
    }
  }

  func prefixReader(_ text: TextOptions) throws -> LineReader? {
    try targetPrefix.map { try text.readers([$0])[0] }
  }
}
