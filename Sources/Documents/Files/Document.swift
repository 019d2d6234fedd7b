import Dragoman

/// A file whose text is translated, and of which all else stays as it is.
public struct Document {
  /// What was said of a block.
  public struct Problem: Sendable {
    /// The file and the line.
    public let place: String
    /// What is wrong.
    public let text: String
  }

  private enum Original {
    case text([UInt8])
    case archive(ZipArchive, MappedFile)
    case table(TableFile)
  }

  /// The file's path.
  public let path: String
  /// What it is.
  public let format: DocumentFormat
  private let original: Original
  private let parts: [DocumentPart]

  /// Larger files are no text that somebody wrote.
  private static let largestText = 1 << 30

  /// Reads a file.
  ///
  /// - Throws: ``InputError`` when it cannot be read, or is not of the format.
  public init(
    contentsOf path: String, format: DocumentFormat, settings: DocumentSettings = .init()
  ) throws {
    self.path = path
    self.format = format
    let file = try MappedFile(path: path)
    guard format.isTable || file.bytes.count <= Self.largestText else {
      throw InputError(path, "is larger than 1 GiB.", remedy: "Translate it in parts.")
    }
    switch format.content(settings) {
    case .table:
      original = .table(try TableFile(file, path: path, format: format, settings: settings))
      parts = []
    case .text(let content):
      let bytes = withExtendedLifetime(file) { Array(file.bytes) }
      original = .text(bytes)
      parts = [try DocumentPart(nil, bytes, content, TextEncoding(of: bytes, format), place: path)]
    case .archive(let members):
      let archive = try ZipArchive(file, path: path, growth: ArchiveFormat.growth)
      original = .archive(archive, file)
      parts = try archive.entries.keys.sorted().compactMap { name in
        guard let content = try members.content(name, archive) else { return nil }
        let bytes = try archive.bytes(of: name).withBytes { Array($0) }
        let encoding = TextEncoding.marked(bytes) ?? .utf8
        return try DocumentPart(name, bytes, content, encoding, place: "\(path):\(name)")
      }
      guard !parts.isEmpty else {
        throw InputError(
          path, "has no text of a document (\(format.rawValue)).",
          remedy: "Check that its name says what it is, or use '--format'.")
      }
    }
  }

  /// How many blocks there are to translate; of a table, how many rows.
  public var blockCount: Int {
    if case .table(let table) = original { return table.rowCount }
    return parts.reduce(0) { $0 + $1.content.blocks.count }
  }

  /// Translates the document.
  ///
  /// - Parameters:
  ///   - translator: Translates the text of blocks.
  ///   - progress: Is told how many blocks are done.
  ///   - write: Takes the bytes of the translated file; those of a table in parts, of others at once.
  /// - Returns: What is wrong in it.
  /// - Throws: ``InputError`` when the archive cannot be written, and what `write` throws.
  public func translate(
    by translator: any LineTranslator, progress: @escaping @Sendable (_ done: Int) -> Void,
    write: ([UInt8]) throws -> Void
  ) throws -> [Problem] {
    var problems: [Problem] = []
    var texts: [String: [UInt8]] = [:]
    var done = 0
    func translation(of part: DocumentPart) -> [UInt8]? {
      let (text, found) = part.translated(by: translator) { [done] in progress(done + $0) }
      problems += found
      return text.map { part.encoding.encode($0, escape: format.escape) }
    }
    for part in parts {
      texts[part.name ?? ""] = translation(of: part)
      done += part.content.blocks.count
    }
    switch original {
    case .text(let bytes): try write(texts[""] ?? bytes)
    case .archive(_, let file) where texts.isEmpty: try write(Array(file.bytes))
    case .archive(let archive, _):
      var bytes: [UInt8] = []
      try archive.write(replacing: texts) { bytes += $0 }
      try write(bytes)
    case .table(let table):
      try table.forEachPart { part, rows in
        try write(translation(of: part) ?? part.original)
        done += rows
      }
    }
    return problems
  }

  /// Translates the document.
  ///
  /// - Returns: The bytes of the translated file, and what is wrong in it.
  /// - Throws: As ``translate(by:progress:write:)``.
  public func translated(
    by translator: any LineTranslator, progress: @escaping @Sendable (_ done: Int) -> Void
  ) throws -> (bytes: [UInt8], problems: [Problem]) {
    var bytes: [UInt8] = []
    let problems = try translate(by: translator, progress: progress) { bytes += $0 }
    return (bytes, problems)
  }
}
