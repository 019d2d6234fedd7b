import CKernels
import Foundation
import Testing

/// A ragged batch of attention and its inputs, with strides wider than the heads.
struct AttentionCase {
  let queryOffsets: [Int32]
  let keyOffsets: [Int32]
  let causal: Bool
  let heads: Int
  let headSize: Int
  let queries: Matrix
  let keys: Matrix
  let values: Matrix
  var keyRows: [Int32]?
  /// [heads, 2 * reach + 1] What scores have added to them, by distance.
  let bias: Matrix?

  /// The farthest distance that has a bias.
  static let reach = 63

  init(
    _ lengths: [(queries: Int, keys: Int)], causal: Bool, heads: Int, headSize: Int,
    hasBias: Bool = false
  ) {
    bias = hasBias ? Matrix(random: heads, 2 * Self.reach + 1, gap: 1, seed: 4) : nil
    queryOffsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.queries)) }
    keyOffsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.keys)) }
    self.causal = causal
    self.heads = heads
    self.headSize = headSize
    let width = heads * headSize
    queries = Matrix(random: Int(queryOffsets.last ?? 0), width, gap: 2)
    keys = Matrix(random: Int(keyOffsets.last ?? 0), width, gap: 5, seed: 2)
    values = Matrix(random: Int(keyOffsets.last ?? 0), width, gap: 7, seed: 3)
  }

  var scale: Double { Double(Float(1 / Double(headSize).squareRoot())) }

  /// Queries, keys, and the place of the group's first probability.
  func group(_ g: Int) -> (queries: Range<Int>, keys: Range<Int>, first: Int) {
    func area(_ g: Int) -> Int {
      Int(queryOffsets[g + 1] - queryOffsets[g]) * Int(keyOffsets[g + 1] - keyOffsets[g])
    }
    return (
      Int(queryOffsets[g])..<Int(queryOffsets[g + 1]), Int(keyOffsets[g])..<Int(keyOffsets[g + 1]),
      heads * (0..<g).reduce(0) { $0 + area($1) }
    )
  }

  var groups: Range<Int> { 0..<(queryOffsets.count - 1) }

  var probabilityCount: Int {
    groups.reduce(0) { $0 + heads * group($1).queries.count * group($1).keys.count }
  }

  func withLayout<Result>(_ body: (UnsafePointer<attention_layout>) -> Result) -> Result {
    queryOffsets.withUnsafeBufferPointer { queryOffsets in
      keyOffsets.withUnsafeBufferPointer { keyOffsets in
        (keyRows ?? []).withUnsafeBufferPointer { rows in
          guard let queryStart = queryOffsets.baseAddress, let keyStart = keyOffsets.baseAddress
          else { preconditionFailure("offsets always hold a zero") }
          var layout = attention_layout(
            groups: Int32(groups.count), query_offsets: queryStart, key_offsets: keyStart,
            key_rows: keyRows == nil ? nil : rows.baseAddress, causal: causal,
            heads: Int32(heads), head_size: Int32(headSize), scale: Float(scale),
            bias: bias.map { UnsafePointer($0.start) + Self.reach }, bias_stride: bias?.stride ?? 0)
          return body(&layout)
        }
      }
    }
  }

  func scratch(_ table: kernels) -> Matrix {
    let queries = groups.map { group($0).queries.count }.max() ?? 0
    let keys = groups.map { group($0).keys.count }.max() ?? 0
    return Matrix(1, table.attention_scratch(queries, keys, Int32(headSize))) { _, _ in .nan }
  }

  /// What is added to the score of a key so far behind the query.
  func bias(_ head: Int, _ distance: Int) -> Double { bias?[head, Self.reach + distance] ?? 0 }

  /// The context, and the probabilities when `record` is given.
  func forward(_ table: kernels, drop: dropout = .off, record: Matrix? = nil) -> Matrix {
    let context = Matrix(queries.rows, heads * headSize, gap: 3)
    let scratch = scratch(table)
    withLayout {
      table.attention_forward(
        $0, queries.start, queries.stride, keys.start, keys.stride, values.start, values.stride,
        drop, context.start, context.stride, record?.start, scratch.start)
    }
    #expect(scratch.isIntact)
    return context
  }
}

struct AttentionTests {
  static let lengths = [(1, 1), (3, 5), (7, 7), (9, 16), (17, 31), (2, 33)]

  /// One row of the softmax in double precision.
  func probabilities(_ test: AttentionCase, _ g: Int, _ h: Int, _ i: Int) -> [Double] {
    let (queries, keys, _) = test.group(g)
    let seen = test.causal ? keys.count - queries.count + i + 1 : keys.count
    let scores = (0..<seen).map { s in
      test.scale
        * (0..<test.headSize).reduce(0.0) { sum, j in
          let column = h * test.headSize + j
          return sum + test.queries[queries.lowerBound + i, column]
            * test.keys[keys.lowerBound + s, column]
        } + test.bias(h, s - (keys.count - queries.count + i))
    }
    let exponentials = scores.map { exp($0 - (scores.max() ?? 0)) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum } + [Double](repeating: 0, count: keys.count - seen)
  }

  func forEachCase(_ body: (AttentionCase, dropout) throws -> Void) rethrows {
    for headSize in [1, 7, 8, 16, 20, 33, 64] {
      for causal in [false, true] {
        for drop in [dropout.off, .third] {
          try body(
            AttentionCase(
              Self.lengths, causal: causal, heads: 2, headSize: headSize,
              hasBias: headSize % 2 == 0), drop)
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func forwardFollowsTheDefinition(level: Level) throws {
    let table = try level.table()
    forEachCase { test, drop in
      let record = Matrix(1, test.probabilityCount)
      let context = test.forward(table, drop: drop, record: record)
      let expected = Matrix(context.rows, context.columns)
      let expectedRecord = Matrix(1, record.columns)
      for g in test.groups {
        let (queries, keys, first) = test.group(g)
        for h in 0..<test.heads {
          for i in 0..<queries.count {
            let row = probabilities(test, g, h, i)
            let place = first + (h * queries.count + i) * keys.count
            for s in 0..<keys.count { expectedRecord.start[place + s] = Float(row[s]) }
            for column in (h * test.headSize)..<((h + 1) * test.headSize) {
              let sum = (0..<keys.count).reduce(0.0) { sum, s in
                sum + row[s] * drop.factor(place + s) * test.values[keys.lowerBound + s, column]
              }
              expected.start[(queries.lowerBound + i) * expected.stride + column] = Float(sum)
            }
          }
        }
      }
      expectClose(record) { expectedRecord[$0, $1] }
      expectClose(context) { expected[$0, $1] }
      let unrecorded = test.forward(table, drop: drop)
      expectClose(unrecorded, tolerance: 0) { context[$0, $1] }
    }
  }

  @Test(arguments: Level.available)
  func backwardAddsTheGradients(level: Level) throws {
    let table = try level.table()
    forEachCase { test, drop in
      let record = Matrix(1, test.probabilityCount)
      _ = test.forward(table, drop: drop, record: record)
      let gradient = Matrix(random: test.queries.rows, test.queries.columns, gap: 1, seed: 9)
      let results = [test.queries, test.keys, test.values].map {
        Matrix(random: $0.rows, $0.columns, gap: $0.stride - $0.columns, seed: 7)
      }
      var expected = results.map { result in
        (0..<result.rows).map { row in result.row(row).map(Double.init) }
      }
      let biasGradient = test.bias?.copy()
      let expectedBias = Matrix(2, 2 * AttentionCase.reach + 1) { Float(test.bias?[$0, $1] ?? 0) }
      let scratch = test.scratch(table)
      test.withLayout {
        table.attention_backward(
          $0, gradient.start, gradient.stride, test.queries.start, test.queries.stride,
          test.keys.start, test.keys.stride, test.values.start, test.values.stride,
          record.start, nil, drop, results[0].start, results[1].start, results[2].start,
          biasGradient.map { $0.start + AttentionCase.reach }, scratch.start)
      }
      for g in test.groups {
        let (queries, keys, first) = test.group(g)
        for h in 0..<test.heads {
          let columns = (h * test.headSize)..<((h + 1) * test.headSize)
          for i in 0..<queries.count {
            let place = first + (h * queries.count + i) * keys.count
            let query = queries.lowerBound + i
            let row = (0..<keys.count).map { record[0, place + $0] }
            let factors = (0..<keys.count).map { drop.factor(place + $0) }
            let g = keys.map { key in
              factors[key - keys.lowerBound]
                * columns.reduce(0.0) { $0 + gradient[query, $1] * test.values[key, $1] }
            }
            let dot = zip(row, g).reduce(0) { $0 + $1.0 * $1.1 }
            for s in 0..<keys.count {
              let slope = row[s] * (g[s] - dot)
              let distance = s - (keys.count - queries.count + i)
              expectedBias.start[h * expectedBias.stride + AttentionCase.reach + distance] += Float(
                slope)
              let score = slope * test.scale
              let key = keys.lowerBound + s
              for column in columns {
                expected[0][query][column] += score * test.keys[key, column]
                expected[1][key][column] += score * test.queries[query, column]
                expected[2][key][column] += row[s] * factors[s] * gradient[query, column]
              }
            }
          }
        }
      }
      for (result, wanted) in zip(results, expected) {
        expectClose(result, tolerance: 1e-5) { wanted[$0][$1] }
      }
      if let biasGradient { expectClose(biasGradient, tolerance: 1e-5) { expectedBias[$0, $1] } }
      #expect(scratch.isIntact)
    }
  }

  /// The T queries of a causal group have the same bits as T steps of one query each, whose keys
  /// are scattered over a pool.
  @Test(arguments: Level.available)
  func stepsEqualOneCausalPass(level: Level) throws {
    let table = try level.table()
    for headSize in [8, 20, 64] {
      for length in [1, 5, 6, 7, 8, 9, 17, 40] {
        let whole = AttentionCase(
          [(length, length)], causal: true, heads: 2, headSize: headSize, hasBias: headSize == 20)
        let context = whole.forward(table)
        for step in 0..<length {
          var single = AttentionCase(
            [(1, step + 1)], causal: step % 2 == 0, heads: 2, headSize: headSize,
            hasBias: headSize == 20)
          let pool = (0...step).map { Int32(step - $0) }
          single.keyRows = pool
          let width = single.queries.columns
          for column in 0..<width {
            single.queries.start[column] = Float(whole.queries[step, column])
            for (s, row) in pool.enumerated() {
              single.keys.start[Int(row) * single.keys.stride + column] =
                Float(whole.keys[s, column])
              single.values.start[Int(row) * single.values.stride + column] =
                Float(whole.values[s, column])
            }
          }
          #expect(single.forward(table).row(0) == context.row(step))
        }
      }
    }
  }

  /// Steps of decoding follow the same definition, over keys that lie anywhere.
  @Test(arguments: Level.available)
  func stepFollowsTheDefinition(level: Level) throws {
    let table = try level.table()
    for headSize in [1, 7, 8, 16, 20, 33, 64, 100] {
      var test = AttentionCase(
        Self.lengths, causal: false, heads: 2, headSize: headSize, hasBias: headSize % 2 == 0)
      let expected = test.forward(table)
      // The same keys and values, scattered: key number s lies in row s * 37 modulo the rows.
      let rows = test.keys.rows
      let keys = Matrix(rows, test.keys.columns)
      let values = Matrix(rows, test.keys.columns)
      test.keyRows = (0..<rows).map { Int32($0 * 37 % rows) }
      for (s, row) in (test.keyRows ?? []).enumerated() {
        for column in 0..<test.keys.columns {
          keys.start[Int(row) * keys.stride + column] = Float(test.keys[s, column])
          values.start[Int(row) * values.stride + column] = Float(test.values[s, column])
        }
      }
      let context = Matrix(expected.rows, expected.columns, gap: 3)
      let scratch = Matrix(1, 48)
      let record = Matrix(1, test.probabilityCount)
      test.withLayout {
        table.attention_step(
          $0, test.queries.start, test.queries.stride, keys.start, keys.stride, values.start,
          values.stride, context.start, context.stride, record.start, scratch.start)
      }
      expectClose(context) { expected[$0, $1] }
      #expect(scratch.isIntact)
      for g in test.groups {
        let (queries, keys, first) = test.group(g)
        for i in 0..<queries.count {
          for h in 0..<test.heads {
            let row = probabilities(test, g, h, i)
            let place = first + (i * test.heads + h) * keys.count
            #expect(
              keys.allSatisfy {
                abs(record[0, place + $0 - keys.lowerBound] - row[$0 - keys.lowerBound]) < 1e-5
              })
          }
        }
      }
    }
  }

  /// A query's context has the same bits whichever queries stand beside it.
  @Test(arguments: Level.available)
  func queriesDoNotDependOnOthers(level: Level) throws {
    let table = try level.table()
    for keys in [3, 8, 30] {
      let group = AttentionCase([(11, keys)], causal: false, heads: 2, headSize: 16)
      let together = group.forward(table)
      let apart = AttentionCase([(4, keys)], causal: false, heads: 2, headSize: 16)
      for column in 0..<group.queries.columns {
        for query in 0..<4 {
          apart.queries.start[query * apart.queries.stride + column] =
            Float(group.queries[query + 5, column])
        }
        for key in 0..<keys {
          apart.keys.start[key * apart.keys.stride + column] = Float(group.keys[key, column])
          apart.values.start[key * apart.values.stride + column] =
            Float(group.values[key, column])
        }
      }
      let alone = apart.forward(table)
      for query in 0..<4 { #expect(alone.row(query) == together.row(query + 5)) }
    }
  }
}
