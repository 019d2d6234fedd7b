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

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(characters, UInt8.min...UInt8.max))

  static func name(of text: some Sequence<UInt8>) -> String {
    var name = String.UnicodeScalarView()
    for byte in text { name.append(characters[Int(byte)]) }
    return String(name)
  }

  /// The bytes that a name stands for; `nil` when it has a character that stands for none.
  static func text(named name: String) -> [UInt8]? {
    var text: [UInt8] = []
    for character in name.unicodeScalars {
      guard let byte = bytes[character] else { return nil }
      text.append(byte)
    }
    return text
  }
}
