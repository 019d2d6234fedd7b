/// A value in a JSON file that knows where it stands, so that errors can say so.
struct JSONField {
  let document: JSONDocument
  /// The value's node; `nil` for one that is missing.
  let node: Int?
  /// The names that lead to it: `model.vocab`.
  let path: String

  /// The root of a file.
  init(_ document: JSONDocument) {
    self.init(document, 0, path: "")
  }

  init(_ document: JSONDocument, _ node: Int?, path: String) {
    self.document = document
    self.node = node
    self.path = path
  }

  /// The file's path.
  var place: String { document.place }

  /// The member with a name; null when there is none.
  subscript(name: String) -> JSONField {
    var found: Int?
    forEachMember { member, value in
      let isFound = document.withString(member) { bytes in
        bytes.withUnsafeBufferPointer { $0.elementsEqual(name.utf8) }
      }
      if found == nil, isFound == true { found = value }
    }
    return JSONField(document, found, path: path.isEmpty ? name : "\(path).\(name)")
  }

  /// Gives the nodes of an object's names and values; none when this is no object.
  func forEachMember(_ body: (_ name: Int, _ value: Int) throws -> Void) rethrows {
    guard let node, kind == .object else { return }
    let end = Int(document.nodes[node].end)
    var name = node + 1
    while name < end {
      try body(name, name + 1)
      name = document.next(after: name + 1)
    }
  }

  var kind: JSONDocument.Kind { node.map { document.nodes[$0].kind } ?? .null }

  var isNull: Bool { kind == .null }

  /// The value and all below it.
  var value: JSON { node.map(document.value) ?? .null }

  /// The value as a whole number; `nil` when it is none.
  var integer: Int? { node.flatMap(document.integer) }

  func string() throws -> String {
    guard let string = node.flatMap(document.string) else { throw unexpected("a string") }
    return string
  }

  /// - Parameter absent: What a missing or null value means; an error when `nil`.
  func bool(absent: Bool? = nil) throws -> Bool {
    if kind == .yes || kind == .no { return kind == .yes }
    guard isNull, let absent else { throw unexpected("true or false") }
    return absent
  }

  func elements() throws -> [JSONField] {
    guard let node, kind == .array else { throw unexpected("an array") }
    return document.children(of: node).enumerated().map {
      JSONField(document, $1, path: "\(path)[\($0)]")
    }
  }

  func unexpected(_ expected: String) -> InputError {
    isNull
      ? InputError(place, "\(path) is missing, expected \(expected).")
      : InputError(place, "\(path) is \(value.summary), expected \(expected).")
  }

  /// For what the format knows and Dragoman does not.
  func unsupported() -> InputError {
    InputError(place, "\(path) is \(value.summary), which Dragoman does not support.")
  }
}

extension JSON {
  /// The value in a few words, for errors.
  fileprivate var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let values): "an array of \(values.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}
