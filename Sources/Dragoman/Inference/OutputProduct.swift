/// The end of a model's decoder: vectors, and the layer that makes logits of them.
package struct OutputProduct {
  let tape: Tape
  let hidden: Tensor
  let weight: PackedMatrix
  let bias: Tensor?
  /// The token of each output, ascending; `nil` where outputs are all tokens in order.
  let tokens: [Int32]?

  /// - Parameters:
  ///   - hidden: [N, D]
  ///   - output: The output layer, whose weight is packed.
  package init(_ hidden: Variable, _ output: Linear, on tape: Tape) {
    self.init(
      tape: tape, hidden: hidden.value, weight: tape.weights.packedOutput(output),
      bias: output.bias.map { tape.weights.parameters[$0] }, tokens: nil)
  }

  private init(tape: Tape, hidden: Tensor, weight: PackedMatrix, bias: Tensor?, tokens: [Int32]?) {
    self.tape = tape
    self.hidden = hidden
    self.weight = weight
    self.bias = bias
    self.tokens = tokens
  }

  /// The same for some of the rows, with the layer or what a selection leaves of it.
  package func rows(_ rows: Range<Int>, _ selection: OutputSelection?) -> OutputProduct {
    let hidden = hidden.rows(rows)
    guard let selection else {
      return OutputProduct(tape: tape, hidden: hidden, weight: weight, bias: bias, tokens: tokens)
    }
    return OutputProduct(
      tape: tape, hidden: hidden, weight: selection.weight, bias: selection.bias,
      tokens: selection.tokens)
  }

  /// The tokens that there are.
  package var count: Int { weight.outputs }

  /// The output of a token; `nil` if it has none.
  func column(of token: Int32) -> Int32? {
    guard let tokens else { return token }
    let place = tokens.partitioningIndex { $0 >= token }
    return place < tokens.count && tokens[place] == token ? Int32(place) : nil
  }
}

/// What is left of an output layer where only some tokens may come.
package struct OutputSelection: Sendable {
  fileprivate let tokens: [Int32]
  fileprivate let weight: PackedMatrix
  private let biases: ParameterBuffer?

  /// - Parameters:
  ///   - tokens: The tokens that may come, ascending.
  ///   - output: The output layer, whose weight is packed.
  package init(_ tokens: [Int32], of output: Linear, _ weights: Weights) {
    self.tokens = tokens
    weight = weights.packedOutput(output).selecting(tokens)
    biases = output.bias.map { bias in
      let all = weights.parameters[bias]
      let some = ParameterBuffer(count: tokens.count)
      for (place, token) in tokens.enumerated() { some.floats[place] = all[0, Int(token)] }
      return some
    }
  }

  /// [1, tokens]
  fileprivate var bias: Tensor? {
    biases.map { $0[Parameter(offset: 0, rows: 1, columns: tokens.count)] }
  }
}

extension Weights {
  fileprivate func packedOutput(_ output: Linear) -> PackedMatrix {
    guard let packed = packed(output.weight) else {
      preconditionFailure("the output layer is packed for decoding")
    }
    return packed
  }
}
