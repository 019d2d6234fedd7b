import Glibc

extension TensorSource {
  /// Whether the output layer, `lm_head.weight`, is not the table that `config.json` says it is. Some conversions of
  /// models say so wrongly.
  ///
  /// - Parameter tables: The names of the tables, of which the last that is there is the target's.
  /// - Throws: ``InputError`` when they cannot be read.
  func hasOwnOutput(beside tables: [String]) throws -> Bool {
    let name = "lm_head.weight"
    guard let output = self[name], let table = tables.last(where: { self[$0] != nil }),
      let shared = self[table], output.shape == shared.shape, output.type == shared.type
    else { return false }
    let (one, other) = (try bytes(of: name), try bytes(of: table))
    return one.withBytes { one in
      other.withBytes { other in
        guard let start = one.baseAddress, let otherStart = other.baseAddress,
          one.count == other.count, start != otherStart
        else { return false }
        return memcmp(start, otherStart, one.count) != 0
      }
    }
  }
}
