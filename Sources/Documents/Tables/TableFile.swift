import Dragoman

/// A table of which one column is translated, window by window, so that it may be larger than memory.
struct TableFile {
  private let file: MappedFile
  private let path: String
  private let encoding: TextEncoding
  private let layout: TableLayout
  /// How many rows there are, with the header.
  let rowCount: Int

  /// Reads a whole table once, to see what is wrong with it.
  ///
  /// - Throws: ``InputError`` about the column or a row.
  init(_ file: MappedFile, path: String, format: DocumentFormat, settings: DocumentSettings) throws
  {
    (self.file, self.path) = (file, path)
    let text = file.bytes.bindMemory(to: UInt8.self)
    let mark = TextEncoding.marked(Array(text.prefix(4)))?.mark ?? []
    guard mark.count != 2, mark.count != 4 else {
      throw InputError(path, "is in UTF-16 or UTF-32.", remedy: "Save it as UTF-8.")
    }
    layout = try TableLayout(
      text, from: mark.count, path: path, isTabs: format == .tsv, settings: settings)
    var reader = RowReader(text, separator: layout.separator, from: mark.count)
    var (count, line, isUTF8) = (0, 1, true)
    do {
      var (start, kept) = (mark.count, 0)
      while try reader.next() {
        count += 1
        let row = UnsafeBufferPointer(rebasing: text[start..<reader.position])
        try layout.check(reader, place: "\(path):\(line)")
        line += row.count { $0 == 0x0A }
        if isUTF8, row.contains(where: { $0 >= 0x80 }) {
          isUTF8 = (try? UTF8Span(validating: row.span)) != nil
        }
        start = reader.position
        if start - kept > BlockTranslator.bytesOfWindow {
          file.drop(UnsafeRawBufferPointer(rebasing: file.bytes[kept..<start]))
          kept = start
        }
      }
    } catch let fault as RowReader.Fault {
      let line = text[..<fault.place].count { $0 == 0x0A } + 1
      throw InputError(
        "\(path):\(line)", "is no row of a table: \(fault.problem).",
        remedy: "Write a quotation mark within a cell twice, and the cell in quotation marks.")
    }
    rowCount = count
    encoding = isUTF8 ? TextEncoding(name: "UTF-8", mark: mark) : TextEncoding(name: "WINDOWS-1252")
  }

  /// Gives the parts of the table, each of some rows.
  func forEachPart(_ body: (DocumentPart, _ rows: Int) throws -> Void) throws {
    let text = file.bytes.bindMemory(to: UInt8.self)
    var reader = RowReader(text, separator: layout.separator, from: encoding.mark.count)
    var (start, line, rows) = (encoding.mark.count, 1, 0)
    var encoding = encoding
    var hasHeader = layout.hasHeader
    while try reader.next() {
      rows += 1
      let isLast = reader.position == text.count
      guard isLast || reader.position - start >= BlockTranslator.bytesOfWindow else { continue }
      let window = UnsafeBufferPointer(rebasing: text[start..<reader.position])
      var bytes = encoding.mark
      bytes += window
      guard let decoded = encoding.decode(bytes) else {
        throw InputError(
          path, "is not in its encoding, \(encoding.name).", remedy: "Save it as UTF-8.")
      }
      let content = Content(decoded, try layout.blocks(in: decoded, hasHeader: hasHeader))
      try body(
        DocumentPart(
          name: nil, place: path, encoding: encoding, content: content, firstLine: line,
          original: bytes), rows)
      line += window.count { $0 == 0x0A }
      (start, rows, hasHeader, encoding.mark) = (reader.position, 0, false, [])
      file.drop(UnsafeRawBufferPointer(window))
    }
  }
}
