import CKernels
import Testing

struct EmbeddingTests {
  /// The last but one is dropped as a whole.
  let ids: [Int32] = [2, 0, 2, -1, 4]
  let places: [Int32] = [0, 1, 2, 0, 1]

  @Test(arguments: Level.available)
  func forwardAddsScaledTokensAndPositions(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      for drop in [dropout.off, .third] {
        let tokens = Matrix(random: 5, columns)
        let positions = Matrix(random: 3, columns, seed: 2)
        let out = Matrix(5, columns)
        func token(_ n: Int, _ c: Int) -> Double { ids[n] < 0 ? 0 : tokens[Int(ids[n]), c] }
        table.embedding_forward(
          tokens.start, ids, 3, positions.start, places, 5, columns, drop, out.start)
        expectClose(out) { n, c in
          (3 * token(n, c) + positions[Int(places[n]), c])
            * drop.factor(n * columns + c)
        }
        table.embedding_forward(tokens.start, ids, 3, nil, places, 5, columns, drop, out.start)
        expectClose(out) { n, c in
          3 * token(n, c) * drop.factor(n * columns + c)
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func backwardAddsToBothTables(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      let drop = dropout.third
      let gradient = Matrix(random: 5, columns)
      let tokens = Matrix(random: 5, columns, seed: 2)
      let positions = Matrix(random: 3, columns, seed: 3)
      let tokensBefore = tokens.copy()
      let positionsBefore = positions.copy()
      func sum(_ numbers: [Int32], _ number: Int, _ column: Int) -> Double {
        numbers.indices.filter { numbers[$0] == number }.reduce(0) {
          $0 + gradient[$1, column] * drop.factor($1 * columns + column)
        }
      }
      table.embedding_backward(
        gradient.start, ids, 3, places, 5, columns, drop, tokens.start, positions.start)
      expectClose(tokens) { tokensBefore[$0, $1] + 3 * sum(ids, $0, $1) }
      expectClose(positions) { positionsBefore[$0, $1] + sum(places, $0, $1) }
      table.embedding_backward(
        gradient.start, ids, 3, places, 5, columns, drop, tokens.start, nil)
      expectClose(tokens) { tokensBefore[$0, $1] + 6 * sum(ids, $0, $1) }
    }
  }
}
