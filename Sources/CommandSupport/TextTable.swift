/// Columns of text, two spaces apart.
public struct TextTable {
  /// On which side of its column a cell stands.
  public enum Side: Sendable {
    /// On the left, for words.
    case left
    /// On the right, for numbers.
    case right
  }

  private let sides: [Side]
  private var rows: [[String]] = []

  /// A table without rows.
  ///
  /// - Parameter sides: One for each column.
  public init(_ sides: [Side]) { self.sides = sides }

  /// Adds a row with a cell for each column.
  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The rows, without spaces at their ends.
  public var lines: [String] {
    let widths = sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { cells in
      let line = sides.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return sides[column] == .left ? cells[column] + space : space + cells[column]
      }.joined(separator: "  ")
      let spaces = line.reversed().prefix { $0 == " " }.count
      return String(line.dropLast(spaces))
    }
  }
}
