/// What decoding remembers of tokens: a row each in every layer of the decoder, of keys and values or of cells.
///
/// Whoever uses the pool keeps lists of row numbers. Nobody gives rows back: those that no list names
/// any more are found when the pool is full.
final class RowPool {
  private let columns: Int
  private let device: Device
  /// [rows, columns] for each layer.
  private(set) var layers: [Variable] = []
  private var memory: [Pages] = []
  private var freeRows: [Int32]

  /// - Parameters:
  ///   - layers: The decoder's layers.
  ///   - columns: Numbers in a row.
  init(layers: Int, columns: Int, on device: Device) {
    self.columns = columns
    self.device = device
    let capacity = 64
    freeRows = (0..<Int32(capacity)).reversed()
    for _ in 0..<layers {
      let layer = Self.layer(rows: capacity, columns, on: device)
      self.layers.append(layer.variable)
      memory.append(layer.memory)
    }
  }

  /// Rows that no list names.
  ///
  /// - Parameter lists: All lists of rows that are in use.
  func take(_ count: Int, besides lists: @autoclosure () -> [[Int32]]) -> ArraySlice<Int32> {
    if freeRows.count < count { findFreeRows(atLeast: count, besides: lists()) }
    defer { freeRows.removeLast(count) }
    return freeRows.suffix(count)
  }

  /// Writes rows, [rows.count, columns], in one layer.
  func write(_ values: Tensor, to rows: some Sequence<Int32>, layer: Int) {
    for (index, row) in rows.enumerated() {
      layers[layer].value.copyRow(Int(row), from: values, row: index)
    }
  }

  private func findFreeRows(atLeast count: Int, besides lists: [[Int32]]) {
    let capacity = layers[0].value.rows
    var isUsed = Array(repeating: false, count: capacity)
    for list in lists {
      for row in list { isUsed[Int(row)] = true }
    }
    freeRows = isUsed.indices.reversed().filter { !isUsed[$0] }.map(Int32.init)
    // A quarter of the rows free, so that they are not searched for at every step.
    guard freeRows.count < max(count, capacity / 4) else { return }
    let newCapacity = capacity + capacity / 2 + count
    for index in layers.indices {
      let (old, new) = (
        layers[index].value, Self.layer(rows: newCapacity, columns, on: device)
      )
      new.variable.value.base.update(from: old.base, count: old.rows * old.stride)
      (layers[index], memory[index]) = new
    }
    freeRows = (Int32(capacity)..<Int32(newCapacity)).reversed() + freeRows
  }

  private static func layer(
    rows: Int, _ columns: Int, on device: Device
  ) -> (variable: Variable, memory: Pages) {
    // A line more than is needed: rows at a distance of a power of two would share few places in the
    // caches.
    let stride = columns + 16
    let memory = Pages(size: rows * stride * MemoryLayout<Float>.stride, on: device)
    let base = memory.start.assumingMemoryBound(to: Float.self)
    return (
      Variable(Tensor(base: base, rows: rows, columns: columns, stride: stride)), memory
    )
  }
}
