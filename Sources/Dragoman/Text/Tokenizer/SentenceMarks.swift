/// The control tokens that begin and end a sentence in a model, by identifier.
///
/// A source is followed by the end mark; a target is written after the begin mark, and is over with
/// the end mark.
public struct SentenceMarks: Sendable, Equatable {
  /// What a target is written after.
  public var begin: Int32
  /// What follows the last token of a sentence.
  public var end: Int32

  /// Marks with these identifiers.
  public init(begin: Int32, end: Int32) {
    self.begin = begin
    self.end = end
  }

  /// Those of the vocabularies that Dragoman trains: `<s>` and `</s>`.
  public static let own = SentenceMarks(begin: 0, end: 1)
}

extension SentenceMarks {
  /// What files call the marks, in the order in which they are looked for.
  static let beginNames = ["<s>", "[BOS]", "<bos>", "<|startoftext|>", "[CLS]"]
  static let endNames = ["</s>", "[EOS]", "<eos>", "<|endoftext|>", "[SEP]"]

  /// Finds the marks among the control tokens of a vocabulary; `nil` when none ends a sentence.
  ///
  /// Where none begins one, targets are written after the end mark, as fairseq's models do.
  init?(
    _ vocabulary: Vocabulary, begin: [String] = Self.beginNames, end: [String] = Self.endNames
  ) {
    let controls = (0..<Int32(vocabulary.count)).filter { vocabulary.kind(of: $0) == .control }
    func id(_ names: [String]) -> Int32? {
      names.lazy.compactMap { name in
        controls.first { vocabulary.text(of: $0).elementsEqual(vocabulary.text(named: name)) }
      }.first
    }
    guard let end = id(end) else { return nil }
    self.init(begin: id(begin) ?? end, end: end)
  }
}
