import ArgumentParser
import CommandSupport
import Dragoman

/// What happens to a line before and after it is translated.
struct SentenceOptions: ParsableArguments {
  @Flag(name: .customLong("no-split"), help: "Take each line as one sentence.")
  var keepsLines = false

  @Option(
    help: ArgumentHelp(
      "Language of the source, such as 'de', whose abbreviations do not end a sentence. Models of many "
        + "languages must know it. (default: any)",
      valueName: "code"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Language of the translation, such as 'fr', for models of several.", valueName: "code"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Language between that '--then' goes through, such as 'en', for models of several.",
      valueName: "code"))
  var via: String?

  @Option(
    help: ArgumentHelp(
      "Control token that tells a model of several directions what to do, such as '<2de>'.",
      valueName: "token"))
  var tag: String?

  @Flag(
    name: .customLong("no-repair"), help: "Do not search again for translations with a problem.")
  var keepsProblems = false

  @Flag(help: "Say on standard error which translations have a problem.")
  var reportProblems = false

  func validate() throws {
    try LanguageName.check(from, "from")
    try LanguageName.check(to, "to")
    try LanguageName.check(via, "via")
  }

  /// What a model of several languages is to do.
  var direction: Direction { Direction(from: from, to: to, tag: tag) }

  /// The same for two models, one after the other.
  var directions: (Direction, Direction) {
    (Direction(from: from, to: via, tag: tag), Direction(from: via, to: to))
  }

  func set(_ options: inout TranslationOptions) {
    options.splitsSentences = !keepsLines
    options.language = from
    options.repairs = !keepsProblems
  }
}

/// The codes of languages that options name.
enum LanguageName {
  /// Refuses what looks like none.
  static func check(_ code: String?, _ option: String) throws {
    guard let code else { return }
    let parts = code.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
    guard let language = parts.first, (2...3).contains(language.utf8.count),
      parts.allSatisfy({
        !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      })
    else {
      throw ValidationError(
        "The value '\(code)' is invalid for '--\(option) <code>': it must be a code such as 'de' or 'zh-TW'."
      )
    }
  }
}
