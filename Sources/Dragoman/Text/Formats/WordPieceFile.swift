/// A vocabulary as BERT's code wrote it: `vocab.txt`, a piece a line, in the order of their identifiers.
///
/// The file says nothing of how text is brought into form; that is the caller's.
package struct WordPieceFile {
  /// What stands for unknown words.
  private static let unknown = "[UNK]"
  /// The tokens that text never becomes.
  private static let controls = ["[PAD]", "[CLS]", "[SEP]", "[MASK]"]

  private let place: String
  private let names: [String]

  /// - Throws: ``InputError`` when the file cannot be read.
  package init(path: String) throws {
    place = path
    names = try readLines(path)
  }

  /// - Throws: ``InputError`` naming the line at fault.
  package func tokenizer(_ normalizer: BERTNormalizer) throws -> Tokenizer {
    var vocabulary = Vocabulary(spelling: .literal, minimumCapacity: names.count)
    for (index, name) in names.enumerated() {
      func fault(_ problem: String) -> InputError {
        InputError(
          "\(place):\(index + 1)", problem, remedy: "Use the vocab.txt that came with the model.")
      }
      guard name.utf8.count <= Vocabulary.longestPiece else {
        throw fault(
          "a piece of \(name.utf8.count) bytes, expected at most \(Vocabulary.longestPiece).")
      }
      let kind: Vocabulary.Kind =
        name == Self.unknown
        ? .unknown : Self.controls.contains(name) ? .control : name.isEmpty ? .unlisted : .text
      guard vocabulary.append(name, kind) else {
        throw fault("the piece \"\(name)\" is there twice.")
      }
    }
    guard let unknown = vocabulary.unknownID else {
      throw InputError(
        place, "has no piece \(Self.unknown), which stands for unknown words.",
        remedy: "Use the vocab.txt that came with the model.")
    }
    return Tokenizer(
      normalizer: Normalizer(steps: [.bert(normalizer)]),
      preTokenizer: .bert,
      model: .wordPiece(WordPieceEncoder(vocabulary: vocabulary, unknown: unknown)),
      decoder: PieceDecoder(steps: [.wordPiece(prefix: "##", closesUp: true)]),
      frame: SentenceFrame(vocabulary))
  }
}
