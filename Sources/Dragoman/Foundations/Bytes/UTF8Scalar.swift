extension Span<UInt8> {
  /// The character that starts at an offset of valid UTF-8, and its length in bytes.
  func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    let lead = UInt32(self[offset])
    switch lead {
    case ..<0x80: return (lead, 1)
    case ..<0xE0: return ((lead & 0x1F) << 6 | tail(offset + 1), 2)
    case ..<0xF0: return ((lead & 0x0F) << 12 | tail(offset + 1) << 6 | tail(offset + 2), 3)
    default:
      return (
        (lead & 0x07) << 18 | tail(offset + 1) << 12 | tail(offset + 2) << 6 | tail(offset + 3), 4
      )
    }
  }

  /// Whether no character of valid UTF-8 reaches over an offset.
  func isBoundary(_ offset: Int) -> Bool {
    offset == count || self[offset] & 0xC0 != 0x80
  }

  private func tail(_ offset: Int) -> UInt32 { UInt32(self[offset] & 0x3F) }
}

extension UInt8 {
  /// Whether a byte of UTF-8 goes on with a character.
  var isContinuation: Bool { self & 0xC0 == 0x80 }
}
