import Glibc

/// The settings in a JSON file of a Hugging Face folder, such as `config.json`.
struct HuggingFaceSettings {
  /// The file's path.
  let place: String
  private let values: JSON

  /// Reads a file.
  ///
  /// - Returns: `nil` when there is no such file.
  /// - Throws: ``InputError`` when it is no object of JSON.
  init?(_ place: String) throws {
    guard access(place, F_OK) == 0 else { return nil }
    self.place = place
    values = try JSONField.withRoot(of: place) { root in
      guard root.kind == .object else { throw InputError(place, "is no object of JSON.") }
      return root.value
    }
  }

  /// The value of a key; `nil` when it is missing or null.
  subscript(key: String) -> JSON? {
    values[key].flatMap { $0 == .null ? nil : $0 }
  }

  /// - Parameter absent: What a missing value means; an error when `nil`.
  func integer(_ key: String, absent: Int? = nil) throws -> Int {
    guard let value = self[key] else {
      if let absent { return absent }
      throw InputError(place, "\(key) is missing, expected a whole number.")
    }
    guard let integer = value.integer else { throw unexpected(key, "a whole number") }
    return integer
  }

  /// The number of a token.
  ///
  /// - Parameter absent: What a missing value means; an error when `nil`.
  func token(_ key: String, absent: Int? = nil) throws -> Int32 {
    let number = try integer(key, absent: absent)
    guard let token = Int32(exactly: number), token >= 0 else {
      throw unexpected(key, "the number of a token")
    }
    return token
  }

  /// - Parameter absent: What a missing value means.
  func bool(_ key: String, absent: Bool) throws -> Bool {
    switch self[key] {
    case nil: return absent
    case .bool(let value): return value
    default: throw unexpected(key, "true or false")
    }
  }

  /// - Parameter absent: What a missing value means.
  func number(_ key: String, absent: Double) throws -> Double {
    switch self[key] {
    case nil: return absent
    case .number(let value): return value
    default: throw unexpected(key, "a number")
    }
  }

  /// An activation function, by the name that Transformers has for it.
  ///
  /// - Parameter absent: The name of that which a missing value means.
  func activation(_ key: String, absent: String) throws -> Activation {
    let names: [String: Activation] = [
      "relu": .relu, "gelu": .gelu, "swish": .silu, "silu": .silu, "gelu_new": .tanhGELU,
      "gelu_pytorch_tanh": .tanhGELU, "quick_gelu": .sigmoidGELU,
    ]
    guard let activation = names[string(key) ?? absent] else {
      throw unexpected(key, names.keys.sorted().joined(separator: ", "))
    }
    return activation
  }

  /// The text of a key; `nil` when it has none.
  func string(_ key: String) -> String? {
    if case .string(let text) = self[key] { text } else { nil }
  }

  /// Opens the weights of a folder, under the first of the names that Transformers gives them.
  ///
  /// - Throws: ``InputError`` when there are none, or they are damaged.
  static func openWeights(in folder: String) throws -> any TensorSource {
    let names = [
      "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
      "pytorch_model.bin.index.json",
    ]
    for name in names where access("\(folder)/\(name)", F_OK) == 0 {
      return try openTensors("\(folder)/\(name)")
    }
    throw InputError(
      folder, "has no weights: none of \(names.joined(separator: ", ")).",
      remedy: "Download the whole folder of the model.")
  }

  /// That a key has a value which the model cannot have here.
  func unexpected(_ key: String, _ expected: String) -> InputError {
    let found = self[key].map { $0.text.prefix(60).filter { $0 != "\n" } } ?? "missing"
    return InputError(place, "\(key) is \(found), expected \(expected).")
  }
}
