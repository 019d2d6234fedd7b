/// Reads the rows of a table: values between commas (RFC 4180), semicolons or tabs.
struct RowReader {
  /// A cell, with its quotation marks.
  struct Cell {
    let range: Range<Int>
    let isQuoted: Bool
  }

  /// What is wrong with a row.
  struct Fault: Error {
    let place: Int
    let problem: String
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  /// Where the next row begins.
  private(set) var position: Int
  /// Those of the last row.
  private(set) var cells: [Cell] = []

  private static let quote = UInt8(ascii: "\"")

  init(_ bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, from position: Int = 0) {
    (self.bytes, self.separator, self.position) = (bytes, separator, position)
  }

  /// Reads a row.
  ///
  /// - Returns: Whether there was one.
  mutating func next() throws(Fault) -> Bool {
    guard position < bytes.count else { return false }
    cells.removeAll(keepingCapacity: true)
    while true {
      let end = try endOfCell()
      position = end
      guard end < bytes.count, bytes[end] == separator else { break }
      position += 1
    }
    // Behind a cell there is a separator, the end of the line or that of the file.
    if position < bytes.count {
      position +=
        bytes[position] == 0x0D && position + 1 < bytes.count && bytes[position + 1] == 0x0A ? 2 : 1
    }
    return true
  }

  /// Whether the last row is an empty line.
  var isBlank: Bool { cells.count == 1 && cells[0].range.isEmpty }

  /// Where the last row ends, without the end of its line.
  var end: Int { cells.last?.range.upperBound ?? position }

  private mutating func endOfCell() throws(Fault) -> Int {
    let start = position
    if start < bytes.count, bytes[start] == Self.quote, let end = try endOfQuotes(start) {
      cells.append(Cell(range: start..<end, isQuoted: true))
      return end
    }
    var place = start
    while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
    cells.append(Cell(range: start..<place, isQuoted: false))
    return place
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

  /// The place behind a cell in quotation marks; `nil` when the mark is text. Between tabs it is, unless another
  /// one ends the cell on the same line.
  private func endOfQuotes(_ start: Int) throws(Fault) -> Int? {
    let isTabs = separator == 0x09
    var place = start + 1
    while place < bytes.count {
      if isTabs, bytes[place] == 0x0A { return nil }
      guard bytes[place] == Self.quote else {
        place += 1
        continue
      }
      place += 1
      if place < bytes.count, bytes[place] == Self.quote {
        place += 1
      } else if place == bytes.count || isEnd(bytes[place]) {
        return place
      } else if isTabs {
        return nil
      } else {
        throw Fault(place: place, problem: "expected the end of a cell behind its quotation mark")
      }
    }
    if isTabs { return nil }
    throw Fault(place: start, problem: "a quotation mark is not closed")
  }
}
