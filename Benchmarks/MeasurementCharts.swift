import ArgumentParser
import CommandSupport
import Dragoman
import Report

/// Draws the charts of pages of measurements, whose tables are the only place of the figures.
///
/// A picture of a page, alone on its line, is drawn from the table below it. Its text names the columns:
///
///     ![Times the speed: of PyTorch's, of Marian's](charts/training.svg)
///
/// The first column lies to the right: numbers become lines, anything else bars.
struct MeasurementCharts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "charts",
    abstract: "Draws the charts of pages of measurements from their tables.")

  @Flag(help: "Write nothing; fail if a chart is not the one of its table.")
  var check = false

  @Argument(help: ArgumentHelp("Markdown pages.", valueName: "page"))
  var pages: [String]

  func run() throws {
    for page in pages {
      let lines = try readLines(page)
      let folder = page.lastIndex(of: "/").map { String(page[...$0]) } ?? ""
      for number in lines.indices {
        guard let picture = try ChartOfTable(lines, at: number, page: page) else { continue }
        let path = folder + picture.path
        guard check else {
          try AtomicFile.write(picture.text, to: path)
          continue
        }
        guard try readLines(path).joined(separator: "\n") + "\n" == picture.text else {
          throw InputError(
            "\(page):\(number + 1)", "\(picture.path) is not the chart of the table below it.",
            remedy: "Draw it: make charts")
        }
      }
    }
  }
}

/// A picture of a page, and what it shows.
private struct ChartOfTable {
  let path: String
  let text: String

  /// The picture of a line.
  ///
  /// - Returns: `nil` if the line is none that is drawn.
  /// - Throws: `InputError` if it does not fit the table below it.
  init?(_ lines: [String], at number: Int, page: String) throws {
    guard let match = lines[number].wholeMatch(of: /!\[(.+): (.+)\]\((.+\.svg)\)/) else {
      return nil
    }
    let place = "\(page):\(number + 1)"
    let table = lines[(number + 1)...].drop { $0.isEmpty }.prefix { $0.hasPrefix("|") }
      .map(Self.cells)
    guard table.count > 2, let head = table.first else {
      throw InputError(place, "there is no table below the chart.", remedy: "Put one there.")
    }
    let rows = table.dropFirst(2)
    let series = try match.2.split(separator: ", ").map { name in
      guard let column = head.firstIndex(of: String(name)) else {
        throw InputError(
          place, "the table has no column \(name); it has \(head.joined(separator: ", ")).",
          remedy: "Name one of these.")
      }
      return (name: String(name), values: rows.map { Self.number($0[column]) })
    }
    path = String(match.3)
    let title = String(match.1)
    let xs = rows.map { Self.number($0[0]) }
    if xs.contains(where: { $0 == nil }) {
      text = BarChart(
        categories: rows.map { $0[0] }, axis: head[0],
        series: series.map { .init(name: $0.name, values: $0.values) }
      ).picture(title: title)
    } else {
      text = LineChart(
        axis: head[0],
        series: series.map { series in
          let points = zip(xs, series.values).compactMap { x, y in
            x.flatMap { x in y.map { LineChart.Point(x: x, y: $0) } }
          }
          return .init(name: series.name, points: points)
        }
      ).picture(title: title)
    }
  }

  private static func cells(_ row: String) -> [String] {
    row.dropFirst().split(separator: "|", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The number of a cell such as `1,234`, `2.1×` or `65 %`.
  private static func number(_ cell: String) -> Double? {
    Double(cell.filter { !",×% *".contains($0) })
  }
}
