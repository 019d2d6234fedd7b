extension JSONField {
  /// Reads a JSON file and gives its root to `body`, which must not keep it.
  ///
  /// - Throws: ``InputError`` when the file is missing or is no JSON in UTF-8, and what `body` throws.
  static func withRoot<Result>(
    of path: String, _ body: (JSONField) throws -> Result
  ) throws -> Result {
    let file = try MappedFile(path: path)
    return try FileBytes(file, 0..<file.bytes.count).withBytes { bytes in
      let text = bytes.bindMemory(to: UInt8.self)
      guard (try? UTF8Span(validating: text.span)) != nil else {
        throw InputError(path, "is not UTF-8.", remedy: "Copy the file again.")
      }
      return try body(JSONField(try JSONDocument(text, place: path)))
    }
  }
}
