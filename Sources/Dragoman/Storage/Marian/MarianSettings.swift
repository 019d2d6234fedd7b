internal import Yams

/// The settings of a model of Marian, as YAML inside its file of weights.
struct MarianSettings {
  /// The name of the tensor that holds the text.
  static let tensor = "special:model.yml"

  /// The file's path.
  let place: String
  private let values: Node.Mapping

  /// - Throws: ``InputError`` when the text is no YAML.
  init(_ text: String, place: String) throws {
    self.place = place
    // Marian makes room for more settings with spaces.
    guard let node = try? Yams.compose(yaml: text.prefix(1 << 20).description),
      let mapping = node.mapping
    else { throw InputError(place, "\(Self.tensor) is no YAML.", remedy: ByteCursor.remedy) }
    values = mapping
  }

  /// The text of a setting; `absent` where there is none.
  func string(_ key: String, absent: String = "") -> String {
    guard let value = values[Node(key)] else { return absent }
    if let text = value.scalar?.string { return text }
    return value.sequence.map { $0.isEmpty ? "" : "a list" } ?? "a mapping"
  }

  func integer(_ key: String) throws -> Int {
    guard let number = Int(string(key)) else {
      throw unexpected(key, "a whole number")
    }
    return number
  }

  func isOn(_ key: String) -> Bool {
    ["true", "on", "yes", "1"].contains(string(key).lowercased())
  }

  /// The whole numbers of a list.
  func integers(_ key: String) throws -> [Int] {
    guard let list = values[Node(key)]?.sequence else { throw unexpected(key, "a list") }
    return try list.map { node in
      guard let number = node.scalar.flatMap({ Int($0.string) }) else {
        throw unexpected(key, "a list of whole numbers")
      }
      return number
    }
  }

  /// That a setting has a value which Dragoman does not know.
  func unexpected(_ key: String, _ expected: String) -> InputError {
    let found = values[Node(key)] == nil ? "missing" : "\"\(string(key))\""
    return InputError(place, "\(key) is \(found), expected \(expected).")
  }
}
