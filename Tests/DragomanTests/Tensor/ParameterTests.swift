import Testing

import Dragoman

@Suite struct ParameterTests {
  /// Neighbouring weights seen as one are their rows in turn.
  @Test func stackedParametersAreTheirPartsInTurn() {
    var layout = ParameterLayout()
    _ = layout.vector("first", count: 3, .ones)
    let query = layout.matrix("query", rows: 2, columns: 4)
    let key = layout.matrix("key", rows: 5, columns: 4)
    let (a, b) = (layout.vector("a", count: 2, .zeros), layout.vector("b", count: 5, .zeros))
    let buffer = ParameterBuffer(count: layout.count)
    buffer.initialize(layout, seed: 1)

    let stacked = Parameter.stacked([query, key])
    #expect((stacked.rows, stacked.columns) == (7, 4))
    #expect(buffer[stacked].values == buffer[query].values + buffer[key].values)
    let joined = Parameter.joined([a, b])
    #expect((joined.rows, joined.columns) == (1, 7))
    #expect(layout.entries.map(\.shape) == [[3], [2, 4], [5, 4], [2], [5]])
    #expect(layout.count == 3 + 8 + 20 + 7)
  }

  /// The matrices of layers are what is neither a vector nor a table, each by itself.
  @Test func matricesOfLayersAreTold() {
    var layout = ParameterLayout()
    layout.addTable(layout.matrix("table", rows: 2, columns: 3))
    let query = layout.matrix("query", rows: 2, columns: 2)
    let key = layout.matrix("key", rows: 2, columns: 2)
    layout.addProduct(.stacked([query, key]))
    _ = layout.vector("bias", count: 4, .zeros)
    #expect(layout.layerMatrices == [query, key])
    let others = layout.without(layout.layerMatrices)
    #expect(others.entries.map(\.name) == ["table", "bias"])
    #expect(others.entries.map(\.parameter.offset) == [0, 14])
    #expect(others.count == layout.count)
  }

  @Test func viewsOfATensorShareItsMemory() {
    let arena = Arena()
    let whole = arena.tensor(rows: 3, columns: 4)
    for i in 0..<12 { whole.base[i] = Float(i) }
    #expect(whole.rows(1..<3).values == [4, 5, 6, 7, 8, 9, 10, 11])
    let part = whole.rows(1..<3).columns(1..<3)
    #expect(part.values == [5, 6, 9, 10])
    part[1, 0] = -1
    #expect(whole[2, 1] == -1)
  }

  /// Loops over parameters give the same bytes on any number of threads.
  @Test func threadsCannotBeSeen() {
    func update(threads: Int) -> (squares: [Double], values: [Float]) {
      let buffers = (0..<2).map { seed in
        var layout = ParameterLayout()
        _ = layout.matrix("weight", rows: 700, columns: 900)
        let buffer = ParameterBuffer(count: layout.count)
        buffer.initialize(layout, seed: UInt64(seed))
        return buffer
      }
      let parts = ParameterBuffer.parts(of: 0..<buffers[0].floats.count)
      let squares = buffers[1].sumsOfSquares(parts, threads: threads)
      buffers[0].average(with: buffers[1], decay: 0.75, over: parts, threads: threads)
      return (squares, buffers[0].copied())
    }
    let one = update(threads: 1)
    #expect(one.squares.count == 3 && one.squares.allSatisfy { $0 > 0 })
    for threads in [2, 3] {
      let several = update(threads: threads)
      #expect(several.squares == one.squares)
      #expect(several.values.map(\.bitPattern) == one.values.map(\.bitPattern))
    }
  }

  /// Sines in the first half of the columns, cosines in the second.
  @Test func positionsAreSinesAndCosines() {
    let table = PositionTable(positions: 3, columns: 4)
    let expected: [Float] = [
      0, 0, 1, 1,
      0.841470985, 0.00999983333, 0.540302306, 0.999950000,
      0.909297427, 0.0199986667, -0.416146837, 0.999800007,
    ]
    #expect(largestDifference(table.vectors.values, expected) < 1e-7)
  }
}
