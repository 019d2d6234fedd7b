/// The pieces of a tokenizer, numbered: two control tokens, 256 bytes, then pieces of text.
///
/// Pieces of text are kept as they stand in text, with a space where their names have `▁`.
struct Vocabulary: Sendable {
  /// The names of the control tokens: the start and the end of a sentence.
  static let controlNames = ["<s>", "</s>"]
  /// The identifier of byte 0; the other bytes follow it.
  static let firstByteID = Int32(controlNames.count)
  /// The identifier of the first piece of text.
  static let firstTextID = firstByteID + 256

  /// The names of the pieces that every vocabulary starts with, by identifier.
  static let reservedNames =
    controlNames
    + (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "<0x\(byte < 16 ? "0" : "")\(digits)>"
    }

  private var pieces = ByteStringTable()

  /// The vocabulary without any piece of text.
  init() {
    for name in Self.reservedNames { _ = pieces.insert(Array(name.utf8).span) }
  }

  /// How many pieces there are, control tokens and bytes included.
  var count: Int { pieces.count }

  /// Adds a piece of text, or finds it when it is there already, and gives its identifier.
  mutating func insert(_ text: Span<UInt8>) -> Int32 {
    pieces.insert(text)
  }

  /// The identifier of a piece of text; `nil` when there is no such piece.
  func id(of text: Span<UInt8>) -> Int32? {
    guard let id = pieces.number(of: text), id >= Self.firstTextID else { return nil }
    return id
  }

  /// The text of a piece. Control tokens and bytes give their names.
  func text(of id: Int32) -> ArraySlice<UInt8> {
    pieces[id]
  }

  /// The name of a piece as files and people write it: `▁house`, `<0x0A>`, `</s>`.
  func name(of id: Int32) -> String {
    var name: [UInt8] = []
    for byte in pieces[id] {
      if byte == 0x20 { name += "▁".utf8 } else { name.append(byte) }
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// The text that a name stands for: a space in place of every `▁`.
  static func text(named name: String) -> [UInt8] {
    var text = Array(name.utf8)
    replace(in: &text, with: 0x20, matching: metaspaceLength)
    return text
  }
}
