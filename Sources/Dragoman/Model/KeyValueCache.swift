/// The self-attention keys and values of hypotheses that grow token by token.
///
/// A hypothesis is a list of rows of a pool, one row a token in every layer. When beam search lets
/// several hypotheses go on from one, they share its rows; reordering copies row numbers and never
/// keys or values. Rows that no hypothesis names any more are found when the pool is full.
package final class KeyValueCache {
  private let width: Int
  private var pools: [Variable]
  private var hypotheses: [[Int32]]
  private var freeRows: [Int32]
  private var newRows: [Int32] = []

  /// An empty cache.
  ///
  /// - Parameters:
  ///   - layers: The decoder's layers.
  ///   - width: D; a row has D keys, then D values.
  ///   - hypotheses: How many there are at first, each without a token.
  init(layers: Int, width: Int, hypotheses: Int) {
    self.width = width
    self.hypotheses = Array(repeating: [], count: hypotheses)
    let capacity = 64
    pools = (0..<layers).map { _ in Self.pool(capacity, width) }
    freeRows = (0..<Int32(capacity)).reversed()
  }

  deinit {
    for pool in pools { pool.value.base.deallocate() }
  }

  /// The tokens of each hypothesis so far.
  var lengths: [Int] { hypotheses.map(\.count) }

  /// Lets hypothesis i go on from what was hypothesis `parents[i]`.
  package func select(_ parents: [Int]) {
    hypotheses = parents.map { hypotheses[$0] }
  }

  /// Makes room for new tokens and says which rows the tokens of each hypothesis see.
  func extend(by tokens: RaggedTokens) -> AttentionLayout {
    if freeRows.count < tokens.ids.count { findFreeRows(atLeast: tokens.ids.count) }
    newRows = []
    var keyOffsets: [Int32] = [0]
    var keyRows: [Int32] = []
    for index in hypotheses.indices {
      for _ in 0..<tokens.length(index) {
        let row = freeRows.removeLast()
        newRows.append(row)
        hypotheses[index].append(row)
      }
      keyRows += hypotheses[index]
      keyOffsets.append(Int32(keyRows.count))
    }
    return AttentionLayout(
      queryOffsets: tokens.offsets, keyOffsets: keyOffsets, keyRows: keyRows, isCausal: true)
  }

  /// Writes the new tokens' keys and values, [N, 2D], and returns the layer's pool.
  func store(_ keysValues: Tensor, layer: Int) -> Variable {
    for (index, row) in newRows.enumerated() {
      pools[layer].value.row(Int(row)).update(from: keysValues.row(index), count: 2 * width)
    }
    return pools[layer]
  }

  private func findFreeRows(atLeast count: Int) {
    let capacity = pools[0].value.rows
    var isUsed = Array(repeating: false, count: capacity)
    for hypothesis in hypotheses {
      for row in hypothesis { isUsed[Int(row)] = true }
    }
    freeRows = isUsed.indices.reversed().filter { !isUsed[$0] }.map(Int32.init)
    guard freeRows.count < max(count, capacity / 2) else { return }
    let newCapacity = 2 * capacity + count
    for (layer, pool) in pools.enumerated() {
      pools[layer] = Self.pool(newCapacity, width)
      pools[layer].value.base.update(from: pool.value.base, count: pool.value.count)
      pool.value.base.deallocate()
    }
    freeRows = (Int32(capacity)..<Int32(newCapacity)).reversed() + freeRows
  }

  private static func pool(_ rows: Int, _ width: Int) -> Variable {
    Variable(
      Tensor(base: .allocate(capacity: rows * 2 * width), rows: rows, columns: 2 * width))
  }
}
