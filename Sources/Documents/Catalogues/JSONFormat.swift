import Dragoman

/// Catalogues in JSON: names and texts, nested or not (i18next and others), Chrome's `messages.json`, of which
/// only `message` is translated, and Flutter's ARB, in which names with `@` say something of others.
struct JSONFormat: ContentFormat {
  let settings: DocumentSettings

  func blocks(in bytes: [UInt8], place: String) throws -> [Block] {
    try Self.withoutComments(bytes).withUnsafeBufferPointer { text in
      let document = try JSONDocument(text, place: place)
      guard [.object, .array].contains(document.nodes[0].kind) else {
        throw InputError(
          place, "is no catalogue: it is a single value, expected an object.",
          remedy: "Give a file of names and texts, or use '--format text'.")
      }
      var reader = JSONReader(bytes: bytes, document: document, language: settings.language)
      reader.read()
      return reader.blocks
    }
  }

  /// The bytes with spaces for comments, which Chrome allows.
  private static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "/")) else { return bytes }
    var result = bytes
    var (place, isInString) = (0, false)
    while place < bytes.count {
      let byte = bytes[place]
      if isInString, byte == UInt8(ascii: "\\") {
        place += 2
        continue
      }
      if byte == UInt8(ascii: "\"") { isInString.toggle() }
      let next = place + 1 < bytes.count ? bytes[place + 1] : 0
      guard !isInString, byte == UInt8(ascii: "/"), "/*".utf8.contains(next) else {
        place += 1
        continue
      }
      while place < bytes.count {
        if next == UInt8(ascii: "/"), bytes[place] == 0x0A { break }
        let isEnd = bytes[place...].starts(with: "*/".utf8) && next == UInt8(ascii: "*")
        if bytes[place] != 0x0A { result[place] = 0x20 }
        if isEnd { result[place + 1] = 0x20 }
        place += isEnd ? 2 : 1
        if isEnd { break }
      }
    }
    return result
  }
}

private struct JSONReader {
  let bytes: [UInt8]
  let document: JSONDocument
  let language: String?
  private(set) var blocks: [Block] = []
  private let isASCII: Bool
  private let isARB: Bool

  init(bytes: [UInt8], document: JSONDocument, language: String?) {
    (self.bytes, self.document, self.language) = (bytes, document, language)
    isASCII = Escaping.json.isASCII(bytes)
    let names = Set(document.members(of: 0).compactMap { document.string($0.name) })
    isARB = names.contains {
      $0 == "@@locale" || $0.hasPrefix("@") && names.contains(String($0.dropFirst()))
    }
  }

  mutating func read() {
    let members = document.members(of: 0)
    let messages = members.map { member in
      document.members(of: member.value).first { document.string($0.name) == "message" }?.value
    }
    if !messages.isEmpty, messages.allSatisfy({ $0.map(document.isString) ?? false }) {
      for message in messages { add(message ?? 0) }
    } else {
      add(0)
    }
  }

  private mutating func add(_ node: Int) {
    switch document.nodes[node].kind {
    case .object:
      for member in document.members(of: node) {
        let name = document.string(member.name) ?? ""
        if isARB, name.hasPrefix("@") {
          if name == "@@locale" { rename(member.value) }
        } else {
          add(member.value)
        }
      }
    case .array:
      for child in document.children(of: node) { add(child) }
    case .string, .escapedString:
      guard let text = Escaping.json.read(bytes, document.range(of: node)) else { return }
      let syntax = Message.Syntax(text, isARB: isARB)
      blocks +=
        Message(text, syntax: syntax) { [isASCII] in
          Escaping.json.write($0, isASCII: isASCII)
        }.blocks
    default: break
    }
  }

  private mutating func rename(_ node: Int) {
    guard let language, document.isString(node) else { return }
    blocks.append(
      Block(
        at: document.range(of: node), replacedBy: language.replacing("-", with: "_")))
  }
}

extension Message.Syntax {
  /// That of a message in JSON: apostrophes stand for something to what reads plurals, but not to Flutter.
  fileprivate init(_ text: WrittenText, isARB: Bool) {
    let arguments = MessagePattern.arguments(
      in: text.bytes, text.bytes.indices, hasQuotes: !isARB)
    self = arguments?.isEmpty ?? false ? .plain : isARB ? .arms : .quoted
  }
}

extension JSONDocument {
  /// The names and values of an object; none when it is none.
  func members(of node: Int) -> [(name: Int, value: Int)] {
    guard nodes[node].kind == .object else { return [] }
    let children = Array(children(of: node))
    return stride(from: 0, to: children.count - 1, by: 2).map { (children[$0], children[$0 + 1]) }
  }

  /// The value of a name.
  func member(_ name: String, of node: Int) -> Int? {
    members(of: node).first { string($0.name) == name }?.value
  }

  func isString(_ node: Int) -> Bool { [.string, .escapedString].contains(nodes[node].kind) }

  /// Where a string is, without its quotation marks.
  func range(of node: Int) -> Range<Int> { Int(nodes[node].start)..<Int(nodes[node].end) }

  /// Where a string is with its quotation marks, or an object or an array with its brackets.
  func extent(of node: Int, in bytes: [UInt8]) -> Range<Int> {
    switch nodes[node].kind {
    case .string, .escapedString:
      let range = range(of: node)
      return range.lowerBound - 1..<range.upperBound + 1
    case .object, .array:
      // Only white space may be between the last value and the bracket.
      let start = Int(nodes[node].start)
      let last = children(of: node).reduce(nil) { $1 }
      let end = last.map { extent(of: $0, in: bytes).upperBound } ?? start + 1
      return start..<(bytes[end...].firstIndex { "]}".utf8.contains($0) } ?? end) + 1
    default: return range(of: node)
    }
  }
}
