import FoundationEssentials

/// A number, word or truth value of JSON as it is written.
struct JSONScalar: Decodable {
  let text: String

  /// The fields of a flat value.
  static func fields(of value: some Encodable) throws -> [String: String] {
    let data = try JSONEncoder().encode(value)
    return try JSONDecoder().decode([String: JSONScalar].self, from: data).mapValues(\.text)
  }

  init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      text = "\(flag)"
    } else if let number = try? container.decode(UInt64.self) {
      text = "\(number)"
    } else if let number = try? container.decode(Double.self) {
      text = "\(number)"
    } else {
      text = try container.decode(String.self)
    }
  }
}
