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

  /// By differences of the definition, in double precision.
  @Test(arguments: Level.available)
  func consistentPairsFollowTheDefinition(level: Level) throws {
    let table = try level.table()
    let (rows, smoothing, consistency) = (2, 0.1, 3.0)
    for vocabulary in [1, 7, 16, 33, 100] {
      let first = Matrix(random: rows, vocabulary, gap: 5)
      let second = Matrix(random: rows, vocabulary, gap: 5, seed: 2)
      let targets = (0..<rows).map { Int32(($0 * 7) % vocabulary) }
      func definition(_ sides: [[Double]], _ target: Int) -> Double {
        let logs = sides.map { side in
          let normaliser = log(side.reduce(0) { $0 + exp($1) })
          return side.map { $0 - normaliser }
        }
        let entropies = logs.map { side in
          -(1 - smoothing) * side[target] - smoothing / Double(vocabulary) * side.reduce(0, +)
        }
        let divergences = [(0, 1), (1, 0)].map { p, q in
          zip(logs[p], logs[q]).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
        }
        return entropies.reduce(0, +) + consistency / 2 * divergences.reduce(0, +)
      }
      func sides(_ row: Int) -> [[Double]] {
        [first, second].map { side in (0..<vocabulary).map { side[row, $0] } }
      }
      var (loss, likelihood) = (0.0, 0.0)
      let results = [first.copy(), second.copy()]
      var ratios = [Float](repeating: 0, count: vocabulary)
      table.consistent_cross_entropy(
        results[0].start, results[1].start, first.stride, targets, rows, vocabulary,
        Float(smoothing), Float(consistency), 0.5, &ratios, &loss, &likelihood)
      let expected = (0..<rows).reduce(0) { $0 + definition(sides($1), Int(targets[$1])) }
      #expect(abs(loss - expected) < 1e-5 * (1 + expected))
      for (side, result) in results.enumerated() {
        expectClose(result, tolerance: 1e-5) { row, column in
          var (above, below) = (sides(row), sides(row))
          above[side][column] += 1e-4
          below[side][column] -= 1e-4
          let target = Int(targets[row])
          return 0.5 * (definition(above, target) - definition(below, target)) / 2e-4
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
