import Dragoman
import Report

/// Where each token of a translation looked, as a matrix (Bahdanau et al. 2015, figure 3).
struct AlignmentPicture {
  private static let cell = 22.0
  /// About the width of a character; labels in wide letters take two.
  private static let letter = 7.5
  private static let longestLabel = 18

  private let columns: [String]
  private let rows: [String]
  private let weights: [[Float]]

  /// - Parameters:
  ///   - columns: Tokens of the source, the end mark among them.
  ///   - rows: Tokens of the translation, the end mark among them; a row without weights is left out.
  ///   - weights: For each row how much it looked at each column, 0 ... 1.
  init(columns: [String], rows: [String], weights: [[Float]]) {
    self.columns = columns.map(Self.label)
    self.rows = rows.prefix(weights.count).map(Self.label)
    self.weights = weights
  }

  /// An SVG as large as it needs to be.
  var html: HTML {
    let (left, top) = (Self.space(for: rows), Self.space(for: columns))
    let width = left + Self.cell * Double(columns.count) + top * 0.6
    let height = top + Self.cell * Double(rows.count) + 4
    let heads = columns.enumerated().map { index, label -> HTML in
      let x = text(left + Self.cell * (Double(index) + 0.62))
      return """
        <text transform="translate(\(x) \(text(top - 6))) rotate(-50)">\(label)</text>
        """
    }
    let lines = rows.enumerated().map { row, label -> HTML in
      let y = top + Self.cell * Double(row)
      let cells = zip(columns, weights[row]).enumerated().map { column, cell in
        self.cell(cell.1, cell.0, label, x: left + Self.cell * Double(column), y: y)
      }
      return """
        <text x="\(text(left - 8))" y="\(text(y + Self.cell * 0.68))" text-anchor="end">\(label)</text>\
        \(cells)

        """
    }
    return """
      <svg viewBox="0 0 \(text(width)) \(text(height))" \
      style="width:\(text(width))px;margin:0.5rem 0" role="img" aria-label="alignment">
      \(heads)
      \(lines)</svg>
      """
  }

  private func cell(_ weight: Float, _ column: String, _ row: String, x: Double, y: Double) -> HTML
  {
    let weight = weight.isFinite ? Double(min(max(weight, 0), 1)) : 0
    return """
      <rect x="\(text(x))" y="\(text(y))" width="\(text(Self.cell - 1))" \
      height="\(text(Self.cell - 1))" rx="2" style="fill:var(--line);opacity:0.4"/>\
      <rect class="series-1" x="\(text(x))" y="\(text(y))" width="\(text(Self.cell - 1))" \
      height="\(text(Self.cell - 1))" rx="2" opacity="\(Figures.decimal(weight, places: 2))">\
      <title>\(row) → \(column): \(Figures.decimal(100 * weight, places: 0)) %</title></rect>
      """
  }

  private static func label(_ token: String) -> String {
    token.count > longestLabel ? "\(token.prefix(longestLabel - 1))…" : token
  }

  private static func space(for labels: [String]) -> Double {
    let widths = labels.map { label in
      label.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
    }
    return Double(widths.max() ?? 0) * letter + 16
  }

  private func text(_ coordinate: Double) -> String { Figures.decimal(coordinate, places: 1) }
}
