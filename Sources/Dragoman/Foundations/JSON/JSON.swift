/// A JSON value as it stands in a file (RFC 8259): members keep their order, and doubles of them.
///
/// Foundation's decoder would not do for vocabularies. It gathers an object in a dictionary of Swift
/// strings, which are equal when canonically equivalent: of `é` and `e` + U+0301, two pieces to a
/// tokenizer, one would be lost without a word.
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name and its value in an object.
  package struct Member: Sendable, Equatable {
    package var name: String
    package var value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// The value of the first member called `name`; `nil` when there is none or this is no object.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The number as an integer; `nil` when this is no number or not a whole one.
  package var integer: Int? {
    guard case .number(let number) = self else { return nil }
    return Int(exactly: number)
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0, $1) })
  }
}

extension JSON {
  /// How many levels of ``text`` spread over lines.
  private static let spreadLevels = 3

  /// The value as text, ending in a line feed. The outer three levels spread over lines, two spaces
  /// a level; what lies deeper stands on one line.
  package var text: String {
    var text = ""
    write(to: &text, level: 0)
    return text + "\n"
  }

  /// The value as one line of text, without a line feed (jsonlines.org).
  package var line: String {
    var text = ""
    write(to: &text, level: Self.spreadLevels)
    return text
  }

  private func write(to text: inout String, level: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += Int(exactly: value).map(String.init) ?? String(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      Self.write(values, between: "[", and: "]", to: &text, level: level) { value, text in
        value.write(to: &text, level: level + 1)
      }
    case .object(let members):
      Self.write(members, between: "{", and: "}", to: &text, level: level) { member, text in
        Self.write(member.name, to: &text)
        text += ": "
        member.value.write(to: &text, level: level + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between opening: String, and closing: String, to text: inout String,
    level: Int, _ writeElement: (Element, inout String) -> Void
  ) {
    let spreads = level < spreadLevels && !elements.isEmpty
    let indentation = "\n" + String(repeating: "  ", count: level)
    text += opening
    for (index, element) in elements.enumerated() {
      if index > 0 { text += spreads ? "," : ", " }
      if spreads { text += indentation + "  " }
      writeElement(element, &text)
    }
    if spreads { text += indentation }
    text += closing
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
