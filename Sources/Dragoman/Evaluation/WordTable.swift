/// Numbers words, from 0 on in the order in which they come.
struct WordTable {
  private var table = ByteStringTable()
  private var word: [UInt8] = []

  /// The number of a word, which is new when the word is.
  mutating func number(of characters: ArraySlice<Unicode.Scalar>) -> UInt32 {
    word.removeAll(keepingCapacity: true)
    for character in characters {
      if character.isASCII {
        word.append(UInt8(truncatingIfNeeded: character.value))
      } else {
        word.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
      }
    }
    let bytes = word
    return UInt32(table.insert(bytes.span))
  }
}
