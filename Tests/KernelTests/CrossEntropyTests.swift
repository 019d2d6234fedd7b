import CKernels
import Foundation
import Testing

struct CrossEntropyTests {
  @Test(arguments: Level.available)
  func lossAndGradientFollowTheDefinition(level: Level) throws {
    let table = try level.table()
    let rows = 3
    for vocabulary in sizes + [1000] {
      for smoothing in [0.0, 0.1] {
        let logits = Matrix(random: rows, vocabulary, gap: 5)
        let targets = (0..<rows).map { Int32(($0 * 7) % vocabulary) }
        let probabilities = (0..<rows).map { row in
          let exponentials = (0..<vocabulary).map { exp(logits[row, $0]) }
          let sum = exponentials.reduce(0, +)
          return exponentials.map { $0 / sum }
        }
        func wanted(_ row: Int, _ column: Int) -> Double {
          (column == Int(targets[row]) ? 1 - smoothing : 0) + smoothing / Double(vocabulary)
        }
        var expectedLoss = 10.0
        var expectedLikelihood = 20.0
        for row in 0..<rows {
          expectedLikelihood -= log(probabilities[row][Int(targets[row])])
          for column in 0..<vocabulary {
            expectedLoss -= wanted(row, column) * log(probabilities[row][column])
          }
        }
        for scale in [0.0, 0.5] {
          let result = logits.copy()
          var loss = 10.0
          var likelihood = 20.0
          table.cross_entropy(
            result.start, result.stride, targets, rows, vocabulary, Float(smoothing),
            Float(scale), &loss, &likelihood)
          #expect(abs(loss - expectedLoss) < 1e-5)
          #expect(abs(likelihood - expectedLikelihood) < 1e-5)
          expectClose(result, tolerance: scale == 0 ? 0 : 1e-6) { row, column in
            scale == 0
              ? logits[row, column]
              : scale * (probabilities[row][column] - wanted(row, column))
          }
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func largeLogitsDoNotOverflow(level: Level) throws {
    let logits = Matrix(1, 9) { _, column in column == 4 ? 1000 : -1000 }
    var loss = 0.0
    var likelihood = 0.0
    try level.table().cross_entropy(logits.start, 9, [4], 1, 9, 0, 1, &loss, &likelihood)
    #expect(loss == 0)
    expectClose(logits, tolerance: 0) { _, _ in 0 }
  }

  @Test(arguments: Level.available)
  func notANumberShowsInTheLoss(level: Level) throws {
    let logits = Matrix(1, 33) { _, column in column == 20 ? .nan : 1 }
    var loss = 0.0
    var likelihood = 0.0
    try level.table().cross_entropy(logits.start, 33, [4], 1, 33, 0, 1, &loss, &likelihood)
    #expect(loss.isNaN)
  }
}
