extension KeyedDecodingContainer {
  /// Reads a value where its key is there. In a file of an earlier version it may be missing: the value
  /// then stays what it is, its default.
  func read<Value: Decodable>(_ key: Key, into value: inout Value) throws {
    value = try decodeIfPresent(Value.self, forKey: key) ?? value
  }
}
