/// The control tokens around the pieces of a sentence in a model, by identifier.
///
/// A source is read as `before`, its pieces and `after`: usually the end mark alone is after it, and a tag
/// of its language or direction before. A target is written after `before`, with which decoding starts:
/// usually the begin mark. It is over with the first token of `after`, the end mark.
public struct SentenceFrame: Sendable, Equatable {
  /// What stands in front of the pieces.
  public var before: [Int32]
  /// What stands behind them; the first is the end mark.
  public var after: [Int32]

  /// A frame of these tokens.
  ///
  /// - Parameter after: At least one token.
  public init(before: [Int32], after: [Int32]) {
    precondition(!after.isEmpty, "a sentence has an end")
    self.before = before
    self.after = after
  }

  /// That of targets in the vocabularies that Dragoman trains: `<s>` and `</s>`.
  public static let own = SentenceFrame(before: [0], after: [1])

  /// What follows the last piece of a sentence.
  public var end: Int32 { after[0] }

  /// How many tokens the frame adds to a sentence.
  var count: Int { before.count + after.count }

  /// The pieces of a sentence with the frame around them.
  func around(_ pieces: some Sequence<Int32>) -> [Int32] { before + pieces + after }
}

extension SentenceFrame {
  /// What files call the mark that begins a target, and the end mark, in the order in which they are
  /// looked for.
  static let beginNames = ["<s>", "[BOS]", "<bos>", "<|startoftext|>", "[CLS]"]
  static let endNames = ["</s>", "[EOS]", "<eos>", "<|endoftext|>", "[SEP]"]

  /// Finds the frame of targets among the control tokens of a vocabulary; `nil` when none ends a sentence.
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
    self.init(before: [id(begin) ?? end], after: [end])
  }
}
