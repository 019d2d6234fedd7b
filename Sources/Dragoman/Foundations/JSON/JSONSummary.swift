import FoundationEssentials

/// A value of JSON in one line, as people compare it: numbers, words and truth values as they are written, lists
/// and objects of these.
struct JSONSummary: Decodable {
  let text: String

  /// The fields of a value.
  static func fields(of value: some Encodable) throws -> [String: String] {
    let data = try JSONEncoder().encode(value)
    return try JSONDecoder().decode([String: JSONSummary].self, from: data).mapValues(\.text)
  }

  init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      text = "\(flag)"
    } else if let number = try? container.decode(UInt64.self) {
      text = "\(number)"
    } else if let number = try? container.decode(Double.self) {
      text = "\(number)"
    } else if let list = try? container.decode([JSONSummary].self) {
      text = "[\(list.map(\.text).joined(separator: " "))]"
    } else if let object = try? container.decode([String: JSONSummary].self) {
      let members = object.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
      text = "{\(members.joined(separator: ", "))}"
    } else {
      text = try container.decode(String.self)
    }
  }
}
