/// The pieces of a tokenizer, by identifier.
///
/// Pieces are kept as the bytes of text that they stand for; what files and people call them is
/// their name, and ``Spelling`` tells how the two differ.
struct Vocabulary: Sendable {
  /// How the name of a piece spells its text.
  enum Spelling: Sendable {
    /// The name is the text.
    case literal
    /// A space is written `▁` (SentencePiece).
    case metaspace
    /// Each byte is written as a character (GPT-2).
    case byteLevel
    /// The text ends in `</w>` where it ends a word; the name ends in `@@` where it does not
    /// (subword-nmt).
    case wordEnd
  }

  /// What a piece is.
  enum Kind: UInt8, Sendable {
    /// Text that the model finds.
    case text
    /// One byte of a character that has no piece.
    case byte
    /// Something that text is not, such as the end of a sentence. It decodes to nothing.
    case control
    /// What stands for text that cannot be spelled.
    case unknown
    /// Text that the model never finds, though a file may name it.
    case unlisted
  }

  /// The longest piece that a file may have, in bytes. Libraries make pieces of up to some hundred.
  static let longestPiece = 4096
  /// What subword-nmt writes at the end of a word's last piece.
  static let wordEnd = "</w>"

  /// Where the text of a piece ends that ends a word in subword-nmt's way; `nil` for other pieces.
  static func endOfWordText(_ piece: ArraySlice<UInt8>) -> Int? {
    piece.suffix(wordEnd.utf8.count).elementsEqual(wordEnd.utf8)
      ? piece.endIndex - wordEnd.utf8.count : nil
  }

  /// The names of the control tokens that Dragoman's own tokenizers have.
  static let controlNames = ["<s>", "</s>"]

  let spelling: Spelling
  private var pieces: ByteStringTable
  /// The text of a name on its way into `pieces`.
  private var spelled: [UInt8] = []
  private(set) var kinds: [Kind] = []
  /// The identifiers of the 256 bytes, -1 where there is none.
  private(set) var byteIDs = [Int32](repeating: -1, count: 256)
  /// The identifier of what stands for text that cannot be spelled.
  var unknownID: Int32?

  /// A vocabulary without any piece, with room for a number of them.
  init(spelling: Spelling, minimumCapacity: Int = 0) {
    self.spelling = spelling
    pieces = ByteStringTable(minimumCapacity: minimumCapacity)
  }

  /// The beginning of Dragoman's own vocabularies: control tokens, then 256 bytes.
  init(controls: [String] = Self.controlNames) {
    self.init(spelling: .metaspace)
    for name in controls { append(name, .control) }
    for byte in UInt8.min...UInt8.max { append(Self.byteName(byte), .byte) }
  }

  /// The name of a piece for a byte: `<0x0A>`.
  static func byteName(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(byte < 16 ? "0" : "")\(digits)>"
  }

  /// The byte that a name stands for; `nil` when it is not of that form.
  static func byte(named name: Span<UInt8>) -> UInt8? {
    guard name.count == 6, name[0] == UInt8(ascii: "<"), name[1] == UInt8(ascii: "0"),
      name[2] == UInt8(ascii: "x"), name[5] == UInt8(ascii: ">")
    else { return nil }
    func digit(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 0x41 + 10
      default: nil
      }
    }
    guard let high = digit(name[3]), let low = digit(name[4]) else { return nil }
    return high << 4 | low
  }

  /// The byte that a name stands for; `nil` when it is not of that form.
  static func byte(named name: String) -> UInt8? {
    var name = name
    return name.withUTF8 { byte(named: $0.span) }
  }

  /// How many pieces there are, control tokens and bytes included.
  var count: Int { pieces.count }

  /// Gives a piece the next identifier.
  ///
  /// - Returns: Whether it is new; text that is there already is not added again.
  @discardableResult
  mutating func append(_ name: String, _ kind: Kind) -> Bool {
    var name = name
    return name.withUTF8 { append($0.span, kind) }
  }

  /// Gives a piece the next identifier, as ``append(_:_:)`` does.
  mutating func append(_ name: Span<UInt8>, _ kind: Kind) -> Bool {
    var text: [UInt8] = []
    swap(&text, &spelled)
    defer { swap(&text, &spelled) }
    text.removeAll(keepingCapacity: true)
    // The characters of a control token are no names of bytes, though they may look so.
    if kind == .text || spelling != .byteLevel {
      append(textNamed: name, to: &text)
    } else {
      name.withUnsafeBufferPointer { text.append(contentsOf: $0) }
    }
    let id = Int32(count)
    if kind == .text {
      guard pieces.insert(text.span) == id else { return false }
    } else {
      _ = pieces.appendUnlisted(text.span)
    }
    kinds.append(kind)
    if kind == .byte, let byte = Self.byte(named: name) { byteIDs[Int(byte)] = id }
    if kind == .unknown { unknownID = id }
    return true
  }

  /// Adds a piece of text, or finds it when it is there already, and gives its identifier.
  mutating func insert(_ text: Span<UInt8>) -> Int32 {
    let id = pieces.insert(text)
    if Int(id) == kinds.count { kinds.append(.text) }
    return id
  }

  /// The identifier of a piece of text; `nil` when there is no such piece.
  func id(of text: Span<UInt8>) -> Int32? {
    pieces.number(of: text)
  }

  /// What a piece stands for. Control tokens and bytes give their names.
  func text(of id: Int32) -> ArraySlice<UInt8> {
    pieces[id]
  }

  /// Whether the text of a piece, if it is found in text and there is one with that identifier, is that
  /// of two others, one after the other.
  func isJoined(_ id: Int32, from left: Int32, _ right: Int32) -> Bool {
    id < count && kind(of: id) == .text && pieces.isJoined(id, from: left, right)
  }

  /// What a piece is.
  func kind(of id: Int32) -> Kind {
    kinds[Int(id)]
  }

  /// The name of a piece as files and people write it: `▁house`, `<0x0A>`, `</s>`.
  func name(of id: Int32) -> String {
    let text = pieces[id]
    switch spelling {
    case .literal: return String(decoding: text, as: UTF8.self)
    case .metaspace:
      var name: [UInt8] = []
      for byte in text {
        switch byte {
        case 0x20: name += "▁".utf8
        case Self.literalSpace: name.append(0x20)
        default: name.append(byte)
        }
      }
      return String(decoding: name, as: UTF8.self)
    case .wordEnd:
      guard kind(of: id) == .text else { return String(decoding: text, as: UTF8.self) }
      guard let end = Self.endOfWordText(text) else {
        return String(decoding: text, as: UTF8.self) + "@@"
      }
      return String(decoding: text[..<end], as: UTF8.self)
    case .byteLevel:
      guard kind(of: id) == .text else { return String(decoding: text, as: UTF8.self) }
      return ByteLevel.name(of: text)
    }
  }

  /// The text that a name in a file stands for. No two names stand for the same.
  func text(named name: String) -> [UInt8] {
    var (name, text): (String, [UInt8]) = (name, [])
    name.withUTF8 { append(textNamed: $0.span, to: &text) }
    return text
  }

  /// Appends the text that a name in a file stands for.
  func append(textNamed name: Span<UInt8>, to text: inout [UInt8]) {
    switch spelling {
    case .metaspace:
      var offset = 0
      while offset < name.count {
        let byte = name[offset]
        let isMark = byte == 0xE2 && name.scalar(at: offset).value == metaspaceCharacter
        text.append(isMark ? 0x20 : byte == 0x20 ? Self.literalSpace : byte)
        offset += isMark ? 3 : 1
      }
    case .byteLevel where ByteLevel.append(textNamed: name, to: &text): break
    default: name.withUnsafeBufferPointer { text.append(contentsOf: $0) }
    }
  }

  /// Stands for a space in a name, which text with `▁` for spaces never has; it is in no UTF-8.
  private static let literalSpace: UInt8 = 0xFF
}

/// The bytes with a space for every `▁`.
func spellingMetaspaceAsSpace(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes.contains(0xE2) else { return bytes }
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var offset = 0
  while offset < bytes.count {
    if bytes[offset...].starts(with: "▁".utf8) {
      result.append(0x20)
      offset += 3
    } else {
      result.append(bytes[offset])
      offset += 1
    }
  }
  return result
}
