/// GPT-2's names for bytes: printable Latin-1 characters stand for themselves, and the other 68 bytes
/// for U+0100 and following, in order (Radford et al. 2019).
enum ByteLevel {
  private static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? Unicode.Scalar(byte)
      }
    }
  }()

  /// [characters up to U+0143] The byte that each stands for; `nil` for those that stand for none.
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    for (character, byte) in zip(characters, UInt8.min...UInt8.max) {
      bytes[Int(character.value)] = byte
    }
    return bytes
  }()

  static func name(of text: some Sequence<UInt8>) -> String {
    var name = String.UnicodeScalarView()
    for byte in text { name.append(characters[Int(byte)]) }
    return String(name)
  }

  /// Appends the bytes that a name stands for; nothing when it has a character that stands for none.
  ///
  /// - Returns: Whether it could.
  static func append(textNamed name: Span<UInt8>, to text: inout [UInt8]) -> Bool {
    let start = text.count
    var offset = 0
    while offset < name.count {
      let character = name.scalar(at: offset)
      guard character.value < bytes.count, let byte = bytes[Int(character.value)] else {
        text.removeLast(text.count - start)
        return false
      }
      text.append(byte)
      offset += character.length
    }
    return true
  }
}
