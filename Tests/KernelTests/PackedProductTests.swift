import CKernels
import Testing

struct PackedProductTests {
  @Test(arguments: Level.available)
  func productsAgreeAndRowsDoNotDependOnOthers(level: Level) throws {
    let table = try level.table()
    for (outputs, inputs) in [(1, 1), (7, 9), (8, 16), (31, 33), (33, 100), (65, 3), (130, 65)] {
      let weight = Matrix(random: outputs, inputs)
      let bias = Matrix(random: 1, outputs, seed: 2)
      let packed = Matrix(1, table.packed_size(outputs, inputs))
      table.pack_weight(weight.start, outputs, inputs, packed.start)
      #expect(packed.isIntact)
      let x = Matrix(random: 20, inputs, gap: 3, seed: 3)
      var single: [[Float]] = []
      for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 20] {
        for act in activations {
          let out = Matrix(rows, outputs, gap: 2)
          table.packed_product(
            x.start, x.stride, packed.start, act == activation_none ? nil : bias.start, act,
            rows, outputs, inputs, out.start, out.stride)
          expectClose(out, tolerance: 1e-5) { n, o in
            let sum = (0..<inputs).reduce(0.0) { $0 + x[n, $1] * weight[o, $1] }
            return reference(act, act == activation_none ? sum : sum + bias[0, o]).value
          }
          if act == activation_gelu {
            if rows == 1 {
              single = (0..<20).map { n in
                let alone = Matrix(1, outputs)
                table.packed_product(
                  x.start + n * x.stride, x.stride, packed.start, bias.start, act,
                  1, outputs, inputs, alone.start, outputs)
                return alone.row(0)
              }
            }
            #expect((0..<rows).allSatisfy { out.row($0) == single[$0] })
          }
        }
      }
    }
  }
}
