/// The names of a model's tokens by number, as `vocab.json` has them.
enum TokenNames {
  private static let unused = "<unused row "
  /// More rows than this no model has too many.
  private static let mostUnused = 4096

  /// Names for rows of embeddings behind those of tokens, which nothing was ever trained for; none where they would
  /// be so many that the files cannot belong together.
  static func unused(_ tokens: Int, _ rows: Int) -> [String] {
    guard tokens < rows, rows - tokens <= mostUnused else { return [] }
    return (tokens..<rows).map { "\(unused)\($0)>" }
  }

  static func isUnused(_ name: String) -> Bool { name.hasPrefix(unused) }

  /// Reads a JSON array of names.
  ///
  /// - Throws: ``InputError`` when it is missing or damaged.
  static func readList(_ path: String) throws -> [String] {
    try JSONField.withRoot(of: path) { root in try root.elements().map { try $0.string() } }
  }

  /// Reads a JSON object of names and numbers.
  ///
  /// - Parameter most: How many tokens there may be.
  /// - Throws: ``InputError`` when it is missing, damaged, or numbers tokens with a gap.
  static func read(_ path: String, atMost most: Int) throws -> [String] {
    try JSONField.withRoot(of: path) { root in
      let document = root.document
      guard root.kind == .object else { throw InputError(path, "is no object of JSON.") }
      var found: [(id: Int, name: String)] = []
      try root.forEachMember { name, value in
        let name = document.string(name) ?? ""
        guard let id = document.integer(value), (0..<most).contains(id) else {
          throw InputError(
            path, "\"\(name)\" has no number from 0 to \(most - 1).",
            remedy: "Use the files of one model together.")
        }
        found.append((id, name))
      }
      found.sort { $0.id < $1.id }
      for (number, token) in found.enumerated() where token.id != number {
        throw InputError(path, "no token has the number \(number), or two have the one before.")
      }
      return found.map(\.name)
    }
  }
}
