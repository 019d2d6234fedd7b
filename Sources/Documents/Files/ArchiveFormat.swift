import Dragoman

/// Documents that are zip archives: which members have text, and how that is read.
struct ArchiveFormat: Sendable {
  /// How the text of a member is read; `nil` for one that stays as it is.
  let content: @Sendable (_ name: String, ZipArchive) throws -> (any ContentFormat)?

  /// How many times its size a document may decompress to: XML compresses well, but no text as well as this.
  static let growth = 250

  /// An entry that only documents of the format have.
  static let formats: [(entry: String, format: DocumentFormat)] = [
    ("word/document.xml", .docx), ("ppt/presentation.xml", .pptx), ("xl/workbook.xml", .xlsx),
    ("META-INF/container.xml", .epub), ("content.xml", .odf),
  ]

  static let docx = ArchiveFormat { name, _ in
    let parts = ["document", "header", "footer", "footnotes", "endnotes", "comments"]
    if name.isXML(in: "word/", parts) { return RunFormat(names: .word) }
    return drawing(name, in: "word/")
  }

  static let pptx = ArchiveFormat { name, _ in
    if name.isXML(in: "ppt/slides/", ["slide"]) || name.isXML(in: "ppt/notesSlides/", ["notes"]) {
      return RunFormat(names: .drawing)
    }
    return drawing(name, in: "ppt/")
  }

  static let xlsx = ArchiveFormat { name, archive in
    if name == "xl/sharedStrings.xml" {
      return RunFormat(names: .sharedString, kept: try columnNames(archive))
    }
    if name.isXML(in: "xl/drawings/", ["drawing"]) { return RunFormat(names: .drawing) }
    return drawing(name, in: "xl/")
  }

  static let odf = ArchiveFormat { name, _ in
    ["content.xml", "styles.xml"].contains(name) ? ODFFormat() : nil
  }

  static let epub = ArchiveFormat { name, _ in
    let endings = [".xhtml", ".html", ".htm"]
    return endings.contains(where: name.lowercased().hasSuffix) ? HTMLFormat() : nil
  }

  private static func drawing(_ name: String, in folder: String) -> (any ContentFormat)? {
    name.isXML(in: folder + "charts/", ["chart"]) || name.isXML(in: folder + "diagrams/", ["data"])
      ? RunFormat(names: .drawing) : nil
  }

  /// The names of columns of tables, which Excel expects to find in their cells.
  private static func columnNames(_ archive: ZipArchive) throws -> Set<String> {
    var names: Set<String> = []
    for entry in archive.entries.keys where entry.isXML(in: "xl/tables/", ["table"]) {
      let bytes = try archive.bytes(of: entry).withBytes { Array($0) }
      var scanner = MarkupScanner(bytes, .xml)
      while let token = scanner.next() {
        guard case .open("tableColumn", _, _) = token else { continue }
        for attribute in scanner.attributes where attribute.name == "name" {
          names.insert(CharacterReferences.text(bytes, attribute.value, .xml) ?? "")
        }
      }
    }
    return names
  }
}

extension String {
  /// Whether it names an XML file of a folder that begins with one of some words.
  fileprivate func isXML(in folder: String, _ words: [String]) -> Bool {
    guard hasPrefix(folder), hasSuffix(".xml") else { return false }
    let name = dropFirst(folder.count)
    return !name.contains("/") && words.contains(where: name.hasPrefix)
  }
}
