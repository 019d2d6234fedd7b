/// The simpler simple recurrent unit (SSRU; Kim et al. 2019, section 3), which takes the place of a decoder's
/// self-attention: a step costs the same however long the target is.
struct SimpleRecurrence: Sendable {
  private let input: Linear
  private let gate: Linear

  init(_ name: String, width: Int, _ layout: inout ParameterLayout) {
    // As in Marian, the input has no bias.
    input = Linear(
      weight: layout.matrix("\(name).input.weight", rows: width, columns: width), bias: nil)
    layout.addProduct(input.weight)
    gate = Linear("\(name).gate", inputs: width, outputs: width, &layout)
  }

  /// - Parameters:
  ///   - x: [N, D]
  ///   - layout: Which rows are a sequence, and what they go on from.
  /// - Returns: The results and the cells after each token, [N, D] each.
  func callAsFunction(
    _ x: Variable, layout: RecurrenceLayout, on tape: Tape
  ) -> (output: Variable, cells: Tensor) {
    tape.recurrence(tape.linear(x, input), gate: tape.linear(x, gate), layout: layout)
  }
}
