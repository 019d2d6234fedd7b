/// A value in a JSON file that knows where it stands, so that errors can say so.
struct JSONField {
  let value: JSON
  /// The names that lead to it: `model.vocab`.
  let path: String
  /// The file's path.
  let place: String

  /// The member with a name; null when there is none.
  subscript(name: String) -> JSONField {
    JSONField(
      value: value[name] ?? .null, path: path.isEmpty ? name : "\(path).\(name)", place: place)
  }

  var isNull: Bool { value == .null }

  func string() throws -> String {
    guard case .string(let string) = value else { throw unexpected("a string") }
    return string
  }

  /// - Parameter absent: What a missing or null value means; an error when `nil`.
  func bool(absent: Bool? = nil) throws -> Bool {
    if case .bool(let bool) = value { return bool }
    guard isNull, let absent else { throw unexpected("true or false") }
    return absent
  }

  func number() throws -> Double {
    guard case .number(let number) = value else { throw unexpected("a number") }
    return number
  }

  func elements() throws -> [JSONField] {
    guard case .array(let values) = value else { throw unexpected("an array") }
    return values.enumerated().map {
      JSONField(value: $1, path: "\(path)[\($0)]", place: place)
    }
  }

  func members() throws -> [JSON.Member] {
    guard case .object(let members) = value else { throw unexpected("an object") }
    return members
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
