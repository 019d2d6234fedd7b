/// Numbers words, from 0 on in the order in which they come.
struct WordTable {
  private var table = ByteStringTable(minimumCapacity: 4096)

  /// The number of a word, which is new when the word is.
  mutating func number(of word: ArraySlice<Unicode.Scalar>) -> UInt32 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * word.count) { bytes in
      var count = 0
      for character in word {
        for byte in UTF8.encode(character) ?? UTF8.encodedReplacementCharacter {
          bytes.initializeElement(at: count, to: byte)
          count += 1
        }
      }
      return UInt32(table.insert(Span(_unsafeElements: bytes[..<count])))
    }
  }
}
