import CKernels
import Foundation
import Testing

struct QuantizedProductTests {
  /// Rows rounded as the header says.
  private struct Quantized {
    let scales: [Double]
    let numbers: [[Double]]

    init(_ x: Matrix) {
      scales = (0..<x.rows).map { row in
        (0..<x.columns).map { abs(x[row, $0]) }.reduce(0, max) / 127
      }
      numbers = (0..<x.rows).map { [scales] row in
        (0..<x.columns).map { scales[row] > 0 ? (x[row, $0] / scales[row]).rounded() : 0 }
      }
    }
  }

  private func product(
    _ table: kernels, _ x: Matrix, rows: Range<Int>, _ packed: UnsafeRawPointer, bias: Matrix?,
    _ act: activation, outputs: Int
  ) -> Matrix {
    let count = rows.count
    var bytes = [UInt8](repeating: 0, count: count * table.quantized_row_size(x.columns))
    var scales = [Float](repeating: 0, count: count)
    table.quantize_rows(
      x.start + rows.lowerBound * x.stride, x.stride, count, x.columns, &bytes, &scales)
    let out = Matrix(count, outputs, gap: 2)
    table.quantized_product(
      bytes, scales, packed, bias?.start, act, count, outputs, x.columns, out.start, out.stride)
    return out
  }

  @Test(arguments: Level.available)
  func productsAreThoseOfTheRoundedNumbers(level: Level) throws {
    let table = try level.table()
    for (outputs, inputs) in [(1, 1), (7, 9), (8, 16), (31, 33), (33, 100), (65, 3), (130, 65)] {
      let weight = Matrix(random: outputs, inputs)
      let bias = Matrix(random: 1, outputs, seed: 2)
      let packed = UnsafeMutableRawPointer.allocate(
        byteCount: table.quantized_size(outputs, inputs), alignment: 64)
      defer { packed.deallocate() }
      table.quantize_weight(weight.start, outputs, inputs, packed)
      // The last row is all zeros.
      let random = Matrix(random: 20, inputs, seed: 3)
      let x = Matrix(20, inputs, gap: 3) { $0 == 19 ? 0 : Float(random[$0, $1]) }
      let (weights, activations) = (Quantized(weight), Quantized(x))
      for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 20] {
        for act in [activation_none, activation_relu, activation_gelu] {
          let hasBias = act != activation_none
          let out = product(
            table, x, rows: 0..<rows, packed, bias: hasBias ? bias : nil, act, outputs: outputs)
          // A number halfway between two may be rounded either way, so one unit is allowed.
          expectClose(out, tolerance: 2e-2) { n, o in
            let sum = zip(activations.numbers[n], weights.numbers[o]).reduce(0) { $0 + $1.0 * $1.1 }
            let value = sum * activations.scales[n] * weights.scales[o]
            return reference(act, hasBias ? value + bias[0, o] : value).value
          }
          for row in 0..<rows {
            let alone = product(
              table, x, rows: row..<row + 1, packed, bias: hasBias ? bias : nil, act,
              outputs: outputs)
            #expect(alone.row(0) == out.row(row))
          }
        }
      }
    }
  }

  /// Sums are exact, so levels differ at most by how they round halves and multiply scales.
  @Test(arguments: Level.available)
  func largestNumbersDoNotOverflow(level: Level) throws {
    let table = try level.table()
    let inputs = 1 << 15
    let weight = Matrix(2, inputs) { o, _ in o == 0 ? 1 : -1 }
    let packed = UnsafeMutableRawPointer.allocate(
      byteCount: table.quantized_size(2, inputs), alignment: 64)
    defer { packed.deallocate() }
    table.quantize_weight(weight.start, 2, inputs, packed)
    let x = Matrix(1, inputs) { _, _ in -3 }
    let out = product(
      table, x, rows: 0..<1, packed, bias: nil, activation_none, outputs: 2)
    expectClose(out) { _, o in Double(o == 0 ? -3 * inputs : 3 * inputs) }
  }

  @Test(arguments: Level.available)
  func rowsComeBackOutOfThePackedWeight(level: Level) throws {
    let table = try level.table()
    let weight = Matrix(random: 130, 37)
    let packed = UnsafeMutableRawPointer.allocate(
      byteCount: table.quantized_size(130, 37), alignment: 64)
    let packedFloats = Matrix(1, table.packed_size(130, 37))
    defer { packed.deallocate() }
    table.quantize_weight(weight.start, 130, 37, packed)
    table.pack_weight(weight.start, 130, 37, packedFloats.start)
    for row in [0, 1, 63, 64, 129] {
      let quantized = Matrix(1, 37)
      let exact = Matrix(1, 37)
      table.quantized_weight_row(packed, 37, row, quantized.start)
      table.packed_weight_row(packedFloats.start, 37, row, exact.start)
      expectClose(quantized, tolerance: 2 / 127) { weight[row, $1] }
      #expect(exact.row(0) == weight.row(row))
    }
  }

  @Test(arguments: Level.available)
  func selectedOutputsKeepTheirWeights(level: Level) throws {
    let table = try level.table()
    let (outputs, inputs) = (200, 37)
    let weight = Matrix(random: outputs, inputs)
    let rows = (0..<70).map { Int32($0 * 7 % outputs) }
    let packed = UnsafeMutableRawPointer.allocate(
      byteCount: table.quantized_size(outputs, inputs), alignment: 64)
    let selected = UnsafeMutableRawPointer.allocate(
      byteCount: table.quantized_size(rows.count, inputs), alignment: 64)
    defer { [packed, selected].forEach { $0.deallocate() } }
    table.quantize_weight(weight.start, outputs, inputs, packed)
    table.select_quantized(packed, inputs, rows, rows.count, selected)
    let x = Matrix(random: 5, inputs, seed: 3)
    let all = product(
      table, x, rows: 0..<5, packed, bias: nil, activation_none, outputs: outputs)
    let some = product(
      table, x, rows: 0..<5, selected, bias: nil, activation_none, outputs: rows.count)
    let floats = Matrix(1, table.packed_size(outputs, inputs))
    let selectedFloats = Matrix(1, table.packed_size(rows.count, inputs))
    table.pack_weight(weight.start, outputs, inputs, floats.start)
    table.select_packed(floats.start, inputs, rows, rows.count, selectedFloats.start)
    for (place, row) in rows.enumerated() {
      for n in 0..<5 { #expect(some[n, place] == all[n, Int(row)]) }
      let exact = Matrix(1, inputs)
      table.packed_weight_row(selectedFloats.start, inputs, place, exact.start)
      #expect(exact.row(0) == weight.row(Int(row)))
    }
  }
}
