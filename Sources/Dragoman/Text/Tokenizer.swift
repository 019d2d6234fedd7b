/// Turns text into the numbers that a model reads, and numbers back into text.
///
/// Byte-pair encoding (Sennrich et al. 2016) of normalised text, with a piece for every byte: a
/// character that has no piece is spelled in bytes, so nothing is ever unknown, and
/// `decode(encode(line))` is the normalised line for any line at all.
///
/// Text never becomes a control token: `<s>` or `<0x41>` in a line are a few ordinary characters.
///
/// A tokenizer is immutable and may be used from any number of threads.
public struct Tokenizer: Sendable {
  /// The identifier of `<s>`, the start of a sentence.
  public static let beginID: Int32 = 0
  /// The identifier of `</s>`, the end of a sentence.
  public static let endID: Int32 = 1

  /// What is done to a line before it is split into pieces.
  public let normalizer: Normalizer
  let encoder: BytePairEncoder

  init(normalizer: Normalizer, vocabulary: Vocabulary, merges: [Merge]) {
    self.normalizer = normalizer
    encoder = BytePairEncoder(vocabulary: vocabulary, merges: merges)
  }

  private var vocabulary: Vocabulary { encoder.vocabulary }

  /// How many pieces there are; identifiers are 0 ..< count.
  public var count: Int { vocabulary.count }

  /// The name of a piece: `▁` stands for a space, `<0x0A>` for a byte.
  ///
  /// - Parameter id: 0 ..< ``count``.
  public func piece(_ id: Int32) -> String {
    vocabulary.name(of: id)
  }

  /// The names of pieces, to be shown to people.
  public func pieces(of ids: some Sequence<Int32>) -> [String] {
    ids.map(piece)
  }

  /// The pieces of one line, without any control token; none for a line that normalises to nothing.
  public func encode(_ line: String) -> [Int32] {
    var text: [UInt8] = [0x20]
    normalizer.normalize(line, appendingTo: &text)
    guard text.count > 1 else { return [] }
    let span = text.span
    var ids: [Int32] = []
    ids.reserveCapacity(text.count / 2)
    var workspace = BytePairEncoder.Workspace()
    var start = 0
    while start < span.count {
      let end = PreTokenizer.wordEnd(in: span, from: start)
      encoder.encode(span.extracting(start..<end), appendingTo: &ids, &workspace)
      start = end
    }
    return ids
  }

  /// The text of pieces: normalised text for what ``encode(_:)`` gave.
  ///
  /// Control tokens are skipped. In a run of byte pieces that is not UTF-8, which only a model can
  /// write, each byte becomes U+FFFD.
  ///
  /// - Parameter ids: Each in 0 ..< ``count``.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    var text: [UInt8] = []
    var bytes: [UInt8] = []
    var first: Int32?
    for id in ids where id >= Vocabulary.firstByteID {
      first = first ?? id
      if id < Vocabulary.firstTextID {
        bytes.append(UInt8(id - Vocabulary.firstByteID))
      } else {
        text += Self.textOfBytes(bytes)
        bytes.removeAll(keepingCapacity: true)
        text += vocabulary.text(of: id)
      }
    }
    text += Self.textOfBytes(bytes)
    // Only the space of a word's beginning goes, not one spelled as a byte.
    if text.first == 0x20, first != Vocabulary.firstByteID + 0x20 { text.removeFirst() }
    return String(decoding: text, as: UTF8.self)
  }

  private static func textOfBytes(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return Array(String(repeating: "\u{FFFD}", count: bytes.count).utf8)
    }
    return Vocabulary.text(named: text)
  }
}
