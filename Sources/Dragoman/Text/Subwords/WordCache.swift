/// What became of words that were met lately, each in the one place that its hash gives it.
///
/// Few of the words of running text are new: most are found here, at the cost of reading one line of
/// the processor's cache. What is not is kept over what was there.
struct WordCache {
  /// A word of up to 32 bytes.
  struct Key {
    fileprivate let bytes: (UInt64, UInt64, UInt64, UInt64)
    fileprivate let length: UInt8
    fileprivate let place: Int

    /// `nil` when the word is too long to be kept.
    @inline(__always)
    init?(_ word: Span<UInt8>) {
      guard word.count <= 32 else { return nil }
      bytes = (word.word(at: 0), word.word(at: 8), word.word(at: 16), word.word(at: 24))
      length = UInt8(truncatingIfNeeded: word.count)
      var hash = ByteHash(length: word.count)
      hash.combine(bytes.0)
      if word.count > 8 { hash.combine(bytes.1 ^ bytes.2 &* 3 ^ bytes.3 &* 5) }
      place = Int(truncatingIfNeeded: hash.value) & (WordCache.size - 1)
    }
  }

  // 64 bytes, of which a word and its pieces fill as much as most need.
  private struct Entry {
    var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    var ids = InlineArray<6, Int32>(repeating: 0)
    var length: UInt8 = 0
    var count: UInt8 = 0
  }

  /// Half a megabyte: more would not stay in the processor's cache.
  private static let size = 8192

  private var entries: [Entry] = []

  /// Appends the pieces of a word if they are known.
  @inline(__always)
  func append(_ key: Key, to ids: inout [Int32]) -> Bool {
    guard !entries.isEmpty else { return false }
    return entries.withUnsafeBufferPointer { entries in
      let entry = entries.baseAddress.unsafelyUnwrapped + key.place
      guard entry.pointee.length == key.length, entry.pointee.bytes == key.bytes else {
        return false
      }
      for index in 0..<Int(entry.pointee.count) { ids.append(entry.pointee.ids[index]) }
      return true
    }
  }

  /// Keeps the pieces of a word unless they are too many.
  mutating func keep(_ ids: ArraySlice<Int32>, for key: Key) {
    if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.size) }
    var entry = Entry(bytes: key.bytes, length: key.length, count: UInt8(clamping: ids.count))
    guard ids.count <= entry.ids.count else { return }
    for (index, id) in ids.enumerated() { entry.ids[index] = id }
    entries[key.place] = entry
  }
}
