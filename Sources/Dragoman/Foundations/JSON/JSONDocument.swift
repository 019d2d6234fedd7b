/// The text of a JSON file (RFC 8259) and where its values lie in it.
///
/// A vocabulary is tens of thousands of strings. They stay where they are, and are compared as bytes:
/// Swift strings are equal when canonically equivalent, but `é` and `e` + U+0301 are two pieces.
package final class JSONDocument {
  package enum Kind: UInt8 {
    case null, no, yes, number, string
    /// A string that is not spelled as it reads.
    case escapedString
    case array, object
  }

  /// A value. Those of an array follow it; a string before each of an object's names it.
  package struct Node {
    package var kind: Kind
    /// The place of the first byte; of a string, that behind the quotation mark.
    package var start: UInt32
    /// The place behind the last byte; of an array or object, the number of the node behind it.
    package var end: UInt32
  }

  /// The file's path, for errors.
  let place: String
  private let text: UnsafeBufferPointer<UInt8>
  /// The root first.
  package let nodes: [Node]

  /// Finds the values.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8, which stays where it is as long as the document.
  ///   - place: The file's path, for errors.
  /// - Throws: ``InputError`` with the line at which the text stops being JSON.
  package init(_ text: UnsafeBufferPointer<UInt8>, place: String) throws {
    guard UInt32(exactly: text.count) != nil else {
      throw InputError(place, "is longer than 4 GiB.", remedy: "Give the file of a vocabulary.")
    }
    self.text = text
    self.place = place
    var parser = JSONParser(text: text, place: place)
    nodes = try parser.parse()
  }

  /// The number of the node that follows a value.
  func next(after index: Int) -> Int {
    switch nodes[index].kind {
    case .array, .object: Int(nodes[index].end)
    default: index + 1
    }
  }

  /// Gives `body` the bytes of a string; `nil` when the value is none.
  @inline(__always)
  func withString<Result>(
    _ index: Int, _ body: (Span<UInt8>) throws -> Result
  ) rethrows -> Result? {
    let node = nodes[index]
    switch node.kind {
    case .string: return try body(bytes(of: node).span)
    case .escapedString: return try body(JSONParser.unescaped(bytes(of: node)).span)
    default: return nil
    }
  }

  /// A number; `nil` when the value is none.
  func number(_ index: Int) -> Double? {
    let node = nodes[index]
    guard node.kind == .number else { return nil }
    if let integer = integer(index) { return Double(integer) }
    return Double(String(decoding: bytes(of: node), as: UTF8.self))
  }

  /// A whole number; `nil` when the value is none.
  func integer(_ index: Int) -> Int? {
    let node = nodes[index]
    guard node.kind == .number else { return nil }
    var whole = 0
    for byte in bytes(of: node) {
      guard byte &- 0x30 < 10, whole < 1 << 52 else {
        return Double(String(decoding: bytes(of: node), as: UTF8.self)).flatMap(Int.init(exactly:))
      }
      whole = 10 * whole + Int(byte - 0x30)
    }
    return whole
  }

  private func bytes(of node: Node) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: text[Int(node.start)..<Int(node.end)])
  }
}

extension JSONDocument {
  /// The nodes of an array's values, or of an object's names and values in turn.
  package func children(of index: Int) -> some Sequence<Int> {
    sequence(state: index + 1) { [end = Int(nodes[index].end)] child -> Int? in
      guard child < end else { return nil }
      defer { child = self.next(after: child) }
      return child
    }
  }

  /// A value and all below it.
  func value(_ index: Int) -> JSON {
    switch nodes[index].kind {
    case .null: return .null
    case .no: return .bool(false)
    case .yes: return .bool(true)
    case .number: return .number(number(index) ?? 0)
    case .string, .escapedString: return .string(string(index) ?? "")
    case .array: return .array(children(of: index).map(value))
    case .object:
      let children = Array(children(of: index))
      return .object(
        stride(from: 0, to: children.count, by: 2).map {
          JSON.Member(string(children[$0]) ?? "", value(children[$0 + 1]))
        })
    }
  }

  /// A string; `nil` when the value is none.
  package func string(_ index: Int) -> String? {
    withString(index) { $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
  }
}

extension JSON {
  /// Parses a whole file's text.
  ///
  /// - Parameter place: The file's path, for errors.
  /// - Throws: ``InputError`` with the line at which the text stops being JSON.
  package init(parsing text: String, place: String) throws {
    var text = text
    self = try text.withUTF8 { try JSONDocument($0, place: place).value(0) }
  }
}
