import Dragoman

/// Which column of a table is translated, and where that goes.
struct TableLayout: Sendable {
  let separator: UInt8
  /// Whether the first row has the names of columns.
  let hasHeader: Bool
  private let column: Int
  /// The column that the translation goes to; the same for in place of the text, and one behind the last for a
  /// new one.
  private let target: Int
  private let count: Int
  /// The name of a new column.
  private let newName: String?
  private let retranslates: Bool

  /// Finds the columns that are named.
  ///
  /// - Throws: ``InputError`` when there are none such.
  init(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, path: String, isTabs: Bool,
    settings: DocumentSettings
  ) throws {
    guard let name = settings.column else {
      throw InputError(
        path, "is a table.",
        remedy: "Say which column is text, such as '--column text' or '--column 2', "
          + "or use '--format text' for lines.")
    }
    separator = isTabs ? 0x09 : Self.separator(text[start...])
    var reader = RowReader(text, separator: separator, from: start)
    guard (try? reader.next()) ?? false else {
      throw InputError(path, "has no first row that can be read.")
    }
    let names = reader.cells.map { cell in
      String(decoding: Self.text(of: cell, in: text), as: UTF8.self)
    }
    func find(_ name: String, option: String) throws -> Int? {
      if let number = Int(name) {
        guard number > 0, number <= names.count + (option == "--into" ? 1 : 0) else {
          throw InputError(
            "\(option) \(name)", "\(path) has \(names.count) columns.",
            remedy: "Columns are counted from 1.")
        }
        return number - 1
      }
      return names.firstIndex(of: name)
    }
    guard let column = try find(name, option: "--column") else {
      throw InputError(
        "--column \(name)", "no column of \(path) has that name.",
        remedy: "Its names are \(names.map { "'\($0)'" }.joined(separator: ", ")); "
          + "or give a number, such as '--column 2'.")
    }
    self.column = column
    count = names.count
    let into = try settings.into.map { try find($0, option: "--into") ?? names.count }
    target = into ?? column
    hasHeader = Int(name) == nil || settings.into.map { Int($0) == nil } ?? false
    newName = target == names.count && hasHeader ? settings.into : nil
    retranslates = settings.retranslates
  }

  /// The mark that is most often in the first line.
  private static func separator(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in text {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      if ",;\t".utf8.contains(byte) { counts[byte, default: 0] += 1 }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? UInt8(ascii: ",")
  }

  private static func text(
    of cell: RowReader.Cell, in bytes: UnsafeBufferPointer<UInt8>
  ) -> [UInt8] {
    guard cell.isQuoted else { return Array(bytes[cell.range]) }
    var text: [UInt8] = []
    var place = cell.range.lowerBound + 1
    while place < cell.range.upperBound - 1 {
      text.append(bytes[place])
      // Two marks are one.
      place += bytes[place] == UInt8(ascii: "\"") ? 2 : 1
    }
    return text
  }

  /// Refuses a row that lacks a column.
  ///
  /// - Parameter place: The file and the line.
  func check(_ row: RowReader, place: String) throws {
    let needed = target == count ? count : max(column, target) + 1
    guard !row.isBlank, row.cells.count < needed else { return }
    throw InputError(
      place, "the row has \(row.cells.count) columns, expected \(needed).",
      remedy: "Give it as many as the first row has.")
  }

  /// The cells of some rows.
  func blocks(in bytes: [UInt8], hasHeader: Bool) throws -> [Block] {
    try bytes.withUnsafeBufferPointer { text in
      var reader = RowReader(text, separator: separator)
      var blocks: [Block] = []
      var isHeader = hasHeader
      while try reader.next() {
        if reader.isBlank { continue }
        if isHeader {
          isHeader = false
          if let newName {
            blocks.append(
              Block(at: reader.end..<reader.end, replacedBy: mark + written(newName, false)))
          }
        } else if let block = block(reader, text) {
          blocks.append(block)
        }
      }
      return blocks
    }
  }

  private var mark: String { String(Unicode.Scalar(separator)) }

  private func block(_ row: RowReader, _ bytes: UnsafeBufferPointer<UInt8>) -> Block? {
    let source = row.cells[column]
    let text = Self.text(of: source, in: bytes)
    let parts = MessageText.parts(of: text, text.indices)
    let isNew = target == count
    let cell = isNew ? nil : row.cells[target]
    if target != column, let cell, !retranslates {
      // What is there stays.
      guard Self.text(of: cell, in: bytes).allSatisfy({ $0 == 0x20 }) else { return nil }
    }
    let isQuoted = (cell ?? source).isQuoted || source.isQuoted
    var block = Block(
      message: parts, at: cell?.range ?? row.end..<row.end,
      spelling: MessageSpelling(
        wrap: { [separator] in
          (isNew ? String(Unicode.Scalar(separator)) : "")
            + Self.written($0, isQuoted, separator)
        }, escape: { $0 }))
    // In another column stands what needs no translation, too.
    if target != column { block.replacement = parts }
    return block.hasText || target != column ? block : nil
  }

  private func written(_ text: String, _ isQuoted: Bool) -> String {
    Self.written(text, isQuoted, separator)
  }

  /// A cell with a text, in quotation marks where it must be.
  private static func written(_ text: String, _ isQuoted: Bool, _ separator: UInt8) -> String {
    let marks = "\"\r\n".utf8
    let needsMarks =
      separator == 0x09
      ? text.utf8.contains(separator) || text.hasPrefix("\"") && text.hasSuffix("\"")
      : text.utf8.contains { $0 == separator || marks.contains($0) }
    guard isQuoted || needsMarks else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
