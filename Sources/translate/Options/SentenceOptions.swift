import ArgumentParser
import CommandSupport
import Dragoman

/// What happens to a line before and after it is translated.
struct SentenceOptions: ParsableArguments {
  @Flag(name: .customLong("no-split"), help: "Take each line as one sentence.")
  var keepsLines = false

  @Option(
    help: ArgumentHelp(
      "Language whose abbreviations do not end a sentence, such as 'de'. (default: any)",
      valueName: "code"))
  var sourceLanguage: String?

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
    guard let sourceLanguage else { return }
    let parts = sourceLanguage.split(separator: "-", omittingEmptySubsequences: false)
    guard let language = parts.first, (2...3).contains(language.utf8.count),
      parts.allSatisfy({
        !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      })
    else {
      throw ValidationError(
        "The value '\(sourceLanguage)' is invalid for '--source-language <code>': it must be a code such as 'de' or 'zh-TW'."
      )
    }
  }

  func set(_ options: inout TranslationOptions) {
    options.splitsSentences = !keepsLines
    options.language = sourceLanguage
    options.repairs = !keepsProblems
  }
}
