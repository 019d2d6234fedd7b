/// The lines of test sets, which no training corpus may have.
struct HeldOutLines: Sendable {
  /// The words in a row that are looked for.
  private static let window = 6
  /// The share of a line's windows that a test line may have in it.
  private static let mostShared = 0.7

  private var folded: Set<UInt64> = []
  private var windows: Set<UInt64> = []

  /// Reads files of test sets, of either side.
  init(paths: [String], invalidUTF8: LineReader.InvalidUTF8) throws {
    var words = LineWords()
    for path in paths {
      let reader = try LineReader(path: path, invalidUTF8: invalidUTF8)
      while let line = try reader.next() {
        words.read(line)
        // A word or two are in every text.
        guard words.words.count >= 3 else { continue }
        folded.insert(words.letterHash)
        windows.formUnion(Self.windows(of: words))
      }
    }
  }

  /// Whether a line is one of them, but for case, punctuation and digits, or has most of its words in a row
  /// as they have.
  func contains(_ line: LineWords) -> Bool {
    guard !folded.isEmpty, line.words.count >= 3 else { return false }
    if folded.contains(line.letterHash) { return true }
    let own = Self.windows(of: line)
    guard own.count >= 3 else { return false }
    let shared = own.count(where: windows.contains)
    return Double(shared) >= Self.mostShared * Double(own.count)
  }

  private static func windows(of line: LineWords) -> [UInt64] {
    guard line.words.count >= window else { return [] }
    return (0...line.words.count - window).map { first in
      line.words[first..<first + window].reduce(0) {
        ($0 ^ $1.hash) &* 0xE703_7ED1_A0B4_28DB &+ 1
      }
    }
  }
}
