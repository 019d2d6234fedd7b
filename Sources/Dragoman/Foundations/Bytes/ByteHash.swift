extension Span<UInt8> {
  /// The eight bytes from an offset as one number, zeros for those behind the end.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    let left = count - offset
    // What is left of a text is read by loads that may overlap.
    switch left {
    case 8...: return load(at: offset, as: UInt64.self)
    case 4...:
      let end = load(at: count - 4, as: UInt32.self)
      return load(at: offset, as: UInt32.self) | end << (8 * UInt64(left - 4))
    case 2...:
      let end = load(at: count - 2, as: UInt16.self)
      return load(at: offset, as: UInt16.self) | end << (8 * UInt64(left - 2))
    case 1: return UInt64(self[offset])
    default: return 0
    }
  }

  @inline(__always)
  private func load<Word: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Word.Type
  ) -> UInt64 {
    UInt64(
      truncatingIfNeeded: Word(
        littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: type)))
  }
}

/// A hash that takes in eight bytes after another, the same on every machine and in every run: it
/// multiplies and folds.
struct ByteHash {
  private(set) var value: UInt64

  /// - Parameter length: Of all that is hashed, because zeros at its end look like padding.
  @inline(__always)
  init(length: Int) {
    value = UInt64(length)
  }

  @inline(__always)
  mutating func combine(_ word: UInt64) {
    let product = (value ^ word ^ 0xA076_1D64_78BD_642F)
      .multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    value = product.low ^ product.high
  }
}
