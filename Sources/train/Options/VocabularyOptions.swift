import ArgumentParser
import CommandSupport
import Dragoman

struct VocabularyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Vocabulary to use instead of learning one.", valueName: "tokenizer.json"))
  var vocabulary: String?

  @Option(
    help: ArgumentHelp("Vocabulary of the target, if it has one of its own.", valueName: "file"))
  var targetVocabulary: String?

  @Option(help: ArgumentHelp("Tokens of the vocabulary that is learned.", valueName: "n"))
  var vocabularySize: Int?

  @Flag(help: "Learn a vocabulary for each side.")
  var separateVocabularies = false

  /// Whether a file is named.
  var hasFile: Bool { vocabulary != nil }

  func validate() throws {
    if vocabulary != nil, vocabularySize != nil {
      throw ValidationError(
        "--vocabulary and --vocabulary-size contradict each other: a given vocabulary has its size."
      )
    }
    if vocabulary != nil, separateVocabularies {
      throw ValidationError(
        "--vocabulary and --separate-vocabularies contradict each other: give --target-vocabulary.")
    }
    if vocabulary == nil, targetVocabulary != nil {
      throw ValidationError("--target-vocabulary needs --vocabulary, that of the source.")
    }
    try check("--vocabulary-size", vocabularySize, in: 1...1_000_000)
  }

  func choice(defaultSize: Int) -> VocabularyChoice {
    guard let vocabulary else {
      return .learned(size: vocabularySize ?? defaultSize, isJoint: !separateVocabularies)
    }
    return targetVocabulary.map { .files(source: vocabulary, target: $0) } ?? .file(vocabulary)
  }
}
