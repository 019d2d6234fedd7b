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

  /// A text of the document: the file itself, or a member of an archive.
  private struct Part {
    /// The member; `nil` for the file.
    let name: String?
    let place: String
    let encoding: TextEncoding
    let content: Content
  }

  private enum Original {
    case text([UInt8])
    case archive(ZipArchive, MappedFile)
  }

  /// The file's path.
  public let path: String
  /// What it is.
  public let format: DocumentFormat
  private let original: Original
  private let parts: [Part]

  /// Larger files are no text that somebody wrote.
  private static let largestText = 1 << 30

  /// Reads a file.
  ///
  /// - Throws: ``InputError`` when it cannot be read, or is not of the format.
  public init(contentsOf path: String, format: DocumentFormat) throws {
    self.path = path
    self.format = format
    let file = try MappedFile(path: path)
    guard file.bytes.count <= Self.largestText else {
      throw InputError(path, "is larger than 1 GiB.", remedy: "Translate it in parts.")
    }
    switch format.content {
    case .text(let content):
      let bytes = withExtendedLifetime(file) { Array(file.bytes) }
      original = .text(bytes)
      parts = [try Self.part(nil, bytes, content, TextEncoding(of: bytes, format), place: path)]
    case .archive(let members):
      let archive = try ZipArchive(file, path: path, growth: ArchiveFormat.growth)
      original = .archive(archive, file)
      parts = try archive.entries.keys.sorted().compactMap { name in
        guard let content = try members.content(name, archive) else { return nil }
        let bytes = try archive.bytes(of: name).withBytes { Array($0) }
        let encoding = TextEncoding.marked(bytes) ?? .utf8
        return try Self.part(name, bytes, content, encoding, place: "\(path):\(name)")
      }
      guard !parts.isEmpty else {
        throw InputError(
          path, "has no text of a document (\(format.rawValue)).",
          remedy: "Check that its name says what it is, or use '--format'.")
      }
    }
  }

  private static func part(
    _ name: String?, _ bytes: [UInt8], _ content: any ContentFormat, _ encoding: TextEncoding,
    place: String
  ) throws -> Part {
    guard let text = encoding.decode(bytes) else {
      throw InputError(
        place, "is not in its encoding, \(encoding.name).",
        remedy: "Save it again as UTF-8, and say so where it names its encoding.")
    }
    return Part(
      name: name, place: place, encoding: encoding,
      content: Content(text, try content.blocks(in: text, place: place)))
  }

  /// How many blocks there are to translate.
  public var blockCount: Int { parts.reduce(0) { $0 + $1.content.blocks.count } }

  /// Translates the document.
  ///
  /// - Parameters:
  ///   - translator: Translates the text of blocks.
  ///   - progress: Is told how many blocks are done.
  /// - Returns: The bytes of the translated file, and what is wrong in it.
  /// - Throws: ``InputError`` when the archive cannot be written.
  public func translated(
    by translator: any LineTranslator, progress: @escaping @Sendable (_ done: Int) -> Void
  ) throws -> (bytes: [UInt8], problems: [Problem]) {
    var problems: [Problem] = []
    var texts: [String: [UInt8]] = [:]
    var done = 0
    for part in parts {
      let (text, found) = translated(part, by: translator) { [done] in progress(done + $0) }
      problems += found
      done += part.content.blocks.count
      guard let text else { continue }
      let bytes = part.encoding.encode(text, escape: escape)
      if part.name == nil { return (bytes, problems) }
      texts[part.name ?? ""] = bytes
    }
    switch original {
    case .text(let bytes): return (bytes, problems)
    case .archive(let archive, let file):
      guard !texts.isEmpty else { return (Array(file.bytes), problems) }
      var bytes: [UInt8] = []
      try archive.write(replacing: texts) { bytes += $0 }
      return (bytes, problems)
    }
  }

  /// What stands for a character that an encoding has not.
  private var escape: ((Unicode.Scalar) -> String)? {
    format.isMarkup ? { "&#\($0.value);" } : nil
  }

  /// The translation of a part in UTF-8; `nil` when nothing in it has changed.
  private func translated(
    _ part: Part, by translator: any LineTranslator, progress: @escaping @Sendable (Int) -> Void
  ) -> ([UInt8]?, [Problem]) {
    let content = part.content
    var problems: [Problem] = []
    var translations: [[InlinePart]?] = []
    for window in content.windows {
      let before = translations.count
      let results = BlockTranslator(translator: translator).translate(
        Array(content.blocks[window])
      ) { done, all in progress(before + done * window.count / max(1, all)) }
      for (index, result) in zip(window, results) {
        translations.append(result.parts)
        guard !result.problems.isEmpty else { continue }
        let line = content.lineNumber(of: content.blocks[index].range.lowerBound)
        problems += result.problems.map { Problem(place: "\(part.place):\(line)", text: $0) }
      }
    }
    let isChanged = translations.contains { $0 != nil }
    return (isChanged ? content.replacing(translations) : nil, problems)
  }
}

extension Content {
  /// The blocks in groups that are translated at a time.
  fileprivate var windows: [Range<Int>] {
    var windows: [Range<Int>] = []
    var (start, size) = (0, 0)
    for (index, block) in blocks.enumerated() {
      size += block.range.count
      guard size >= BlockTranslator.bytesOfWindow || index == blocks.count - 1 else { continue }
      windows.append(start..<index + 1)
      (start, size) = (index + 1, 0)
    }
    return windows
  }
}
