import CKernels
import Foundation
import Testing

struct LogSoftmaxTopTests {
  /// Columns and log-probabilities of a row, best first, equal ones in the order of the columns.
  func sorted(_ logits: Matrix, _ row: Int) -> [(column: Int32, value: Double)] {
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
        let values = Matrix(rows, k)
        var columns = [Int32](repeating: -1, count: rows * k)
        table.log_softmax_top(
          logits.start, logits.stride, rows, vocabulary, k, values.start, &columns)
        let best = (0..<rows).map { sorted(logits, $0) }
        expectClose(values) { best[$0][$1].value }
        #expect(columns == best.flatMap { $0.prefix(k).map(\.column) })

        let alone = Matrix(1, k)
        table.log_softmax_top(
          logits.start + 2 * logits.stride, logits.stride, 1, vocabulary, k, alone.start, &columns)
        #expect(alone.row(0) == values.row(2))
      }
    }
  }

  /// A logit of -infinity forbids a column; it comes last, with log-probability -infinity.
  @Test(arguments: Level.available)
  func forbiddenColumnsComeLast(level: Level) throws {
    let logits = Matrix(1, 40) { _, column in column == 17 ? 1 : column == 30 ? 3 : -.infinity }
    let values = Matrix(1, 3)
    var columns = [Int32](repeating: -1, count: 3)
    try level.table().log_softmax_top(logits.start, 40, 1, 40, 3, values.start, &columns)
    #expect(columns == [30, 17, 0])
    #expect(values[0, 2] == -.infinity)
    #expect(abs(values[0, 0] + log(1 + exp(-2))) < 1e-6)
  }
}
