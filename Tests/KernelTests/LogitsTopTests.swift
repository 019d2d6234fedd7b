import CKernels
import Foundation
import Testing

struct LogitsTopTests {
  /// The kernel's answer, its scores made log-probabilities, when it sees `part` columns at a time.
  private func top(
    _ table: kernels, _ logits: Matrix, rows: Range<Int>, k: Int, part: Int
  ) -> (values: Matrix, columns: [Int32]) {
    let values = Matrix(rows.count, k)
    var columns = [Int32](repeating: -1, count: rows.count * k)
    var sums = [softmax_sum](repeating: softmax_sum(), count: rows.count)
    for first in stride(from: 0, to: logits.columns, by: part) {
      table.logits_top(
        logits.start + rows.lowerBound * logits.stride + first, logits.stride, rows.count,
        min(part, logits.columns - first), first, k, values.start, &columns, &sums)
    }
    for row in 0..<rows.count {
      for i in 0..<k {
        values.start[row * k + i] -= sums[row].largest + log(sums[row].sum)
      }
    }
    return (values, columns)
  }

  /// Columns and log-probabilities of a row, best first, equal ones in the order of the columns.
  private func sorted(_ logits: Matrix, _ row: Int) -> [(column: Int32, value: Double)] {
    let values = (0..<logits.columns).map { logits[row, $0] }
    let normaliser = log(values.reduce(0) { $0 + exp($1) })
    return values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
      .map { (Int32($0), values[$0] - normaliser) }
  }

  @Test(arguments: Level.available)
  func findsTheBestInOrder(level: Level) throws {
    let table = try level.table()
    let rows = 3
    for vocabulary in sizes + [1000] {
      for k in [1, 2, 5, 10, 33, 100] where k <= vocabulary {
        // Halves, so that many logits are equal.
        let noise = Matrix(random: rows, vocabulary)
        let logits = Matrix(rows, vocabulary, gap: 3) { Float((noise[$0, $1] * 2).rounded() / 2) }
        let best = (0..<rows).map { sorted(logits, $0) }
        for part in [vocabulary, max(k, 64)] {
          let found = top(table, logits, rows: 0..<rows, k: k, part: part)
          expectClose(found.values) { best[$0][$1].value }
          #expect(found.columns == best.flatMap { $0.prefix(k).map(\.column) })
          let alone = top(table, logits, rows: 2..<3, k: k, part: part)
          #expect(alone.values.row(0) == found.values.row(2))
        }
      }
    }
  }

  /// A logit of -infinity forbids a column; it comes last, with log-probability -infinity.
  @Test(arguments: Level.available)
  func forbiddenColumnsComeLast(level: Level) throws {
    let logits = Matrix(1, 40) { _, column in column == 17 ? 1 : column == 30 ? 3 : -.infinity }
    let found = top(try level.table(), logits, rows: 0..<1, k: 3, part: 8)
    #expect(found.columns == [30, 17, 0])
    #expect(found.values[0, 2] == -.infinity)
    #expect(abs(found.values[0, 0] + log(1 + exp(-2))) < 1e-6)
  }

  @Test(arguments: Level.available)
  func sumsAreNotNeededToFindTheBest(level: Level) throws {
    let logits = Matrix(random: 2, 100)
    let values = Matrix(2, 1)
    var columns: [Int32] = [0, 0]
    try level.table().logits_top(
      logits.start, logits.stride, 2, 100, 0, 1, values.start, &columns, nil)
    #expect(columns == (0..<2).map { sorted(logits, $0)[0].column })
  }
}
