/// Splits words by taking the longest piece that they begin with, again and again (WordPiece as BERT applies it,
/// Devlin et al. 2019; *maximum matching*).
///
/// A word whose rest begins with no piece is unknown as a whole, and so is one that is too long.
final class WordPieceEncoder: Sendable {
  struct Options: Sendable, Equatable {
    /// With what the names of pieces begin that do not begin a word.
    var continuation = Array("##".utf8)
    /// A longer word, in characters, is unknown.
    var longestWord = 100
  }

  let vocabulary: Vocabulary
  let options: Options
  private let unknown: Int32
  /// The pieces that a word begins with, and those that go on with it.
  private let beginnings: ByteTrie
  private let continuations: ByteTrie

  /// - Parameter unknown: What stands for unknown words.
  init(vocabulary: Vocabulary, unknown: Int32, options: Options = Options()) {
    var (beginnings, continuations) = (ByteTrie(), ByteTrie())
    for id in 0..<Int32(vocabulary.count) where vocabulary.kind(of: id) == .text {
      let text = vocabulary.text(of: id)
      beginnings.insert(text.span, number: id)
      if text.starts(with: options.continuation), text.count > options.continuation.count {
        let rest = text.dropFirst(options.continuation.count)
        continuations.insert(rest.span, number: id)
      }
    }
    self.vocabulary = vocabulary
    self.options = options
    self.unknown = unknown
    self.beginnings = beginnings
    self.continuations = continuations
  }

  /// Appends the pieces of a word, and for each where it ends.
  func encode(_ word: Span<UInt8>, appendingTo ids: inout [Int32], ends: inout [Int]) {
    let (firstID, firstEnd) = (ids.count, ends.count)
    var start = isTooLong(word) ? word.count : 0
    var isKnown = start == 0
    while start < word.count {
      let trie = start == 0 ? beginnings : continuations
      guard let (id, length) = trie.longestNumber(in: word, at: start) else {
        isKnown = false
        break
      }
      start += length
      ids.append(id)
      ends.append(start)
    }
    guard !isKnown else { return }
    ids.replaceSubrange(firstID..., with: [unknown])
    ends.replaceSubrange(firstEnd..., with: [word.count])
  }

  private func isTooLong(_ word: Span<UInt8>) -> Bool {
    guard word.count > options.longestWord else { return false }
    var characters = 0
    for index in word.indices where word[index] & 0xC0 != 0x80 { characters += 1 }
    return characters > options.longestWord
  }
}
