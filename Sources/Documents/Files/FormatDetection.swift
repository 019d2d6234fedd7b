import Dragoman

/// What a file is, by its name and by what is in it.
extension DocumentFormat {
  private static let formats: [String: DocumentFormat] = [
    "html": .html, "htm": .html, "xhtml": .html, "xht": .html, "md": .markdown,
    "markdown": .markdown,
    "srt": .srt, "vtt": .vtt, "po": .po, "pot": .po, "json": .json, "arb": .json,
    "strings": .strings, "xcstrings": .xcstrings, "properties": .properties, "yml": .yaml,
    "yaml": .yaml, "xlf": .xliff,
    "xliff": .xliff, "tmx": .tmx, "csv": .csv, "tsv": .tsv, "docx": .docx, "docm": .docx,
    "dotx": .docx, "dotm": .docx,
    "pptx": .pptx,
    "pptm": .pptx, "potx": .pptx, "ppsx": .pptx, "xlsx": .xlsx, "xlsm": .xlsx, "xltx": .xlsx,
    "odt": .odf, "ott": .odf, "odp": .odf, "otp": .odf, "ods": .odf, "ots": .odf, "odg": .odf,
    "otg": .odf, "epub": .epub,
  ]

  /// The files of Office before it wrote zip archives, and other compound files of Microsoft's.
  private static let compoundFile: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  /// The format that a file has by its name, or by its first bytes where the name does not say; `nil` for
  /// lines of text.
  ///
  /// - Throws: ``InputError`` when it is a document that cannot be read.
  public init?(path: String) throws {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    let ending = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    let head = Self.head(of: path)
    let inner = name.dropLast(".gz".utf8.count).split(separator: ".").last.map(String.init) ?? ""
    if ending == "gz", let format = Self.formats[inner] {
      throw InputError(
        path, "is a document (\(format.rawValue)) compressed with gzip.",
        remedy: "Decompress it first: gunzip \(path)")
    }
    if head.starts(with: Self.compoundFile) {
      throw InputError(
        path, "is a document of the old kind (.doc, .xls, .ppt), or one with a password.",
        remedy: "Save it as .docx, .xlsx or .pptx, or as OpenDocument, without a password.")
    }
    if let format = Self.formats[ending] {
      self = format
    } else if head.starts(with: ZipArchive.magic) {
      let archive = try ZipArchive(MappedFile(path: path), path: path, growth: ArchiveFormat.growth)
      guard let format = ArchiveFormat.formats.first(where: { archive.entries[$0.entry] != nil })
      else {
        throw InputError(
          path, "is a zip archive, but no document that is known.",
          remedy: "Extract it, and translate the files in it.")
      }
      self = format.format
    } else if let format = Self.format(ofText: head) {
      self = format
    } else {
      return nil
    }
  }

  private static func head(of path: String) -> [UInt8] {
    // A pipe is read once.
    guard let file = try? MappedFile(path: path) else { return [] }
    return withExtendedLifetime(file) { Array(file.bytes.prefix(4096)) }
  }

  private static func format(ofText head: [UInt8]) -> DocumentFormat? {
    let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if text.hasPrefix("WEBVTT") { return .vtt }
    if isCatalogueInJSON(text) { return .json }
    let start = text.prefix(20).lowercased()
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return .html }
    if start.hasPrefix("<resources") { return .android }
    if start.hasPrefix("<?xml") {
      if text.contains("<resources") { return .android }
      if text.contains("<xliff") { return .xliff }
      if text.contains("<tmx") { return .tmx }
      if text.contains("<html") { return .html }
    }
    return nil
  }

  /// Whether a text begins an object on lines of its own, and not one a line.
  private static func isCatalogueInJSON(_ text: Substring) -> Bool {
    guard text.first == "{", let second = text.dropFirst().first(where: { $0 != " " }),
      second.isNewline
    else { return false }
    return text.dropFirst().first { !$0.isWhitespace } == "\""
  }
}
