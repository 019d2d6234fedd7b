import Testing

import Dragoman

/// Holds the gradients of an operation against central differences of its value.
///
/// Inputs and parameters lie in one buffer, so that one loop moves every number that the value
/// depends on a little up and down. Dropout may be on: its mask is a function of the stream, which
/// starts anew for every evaluation.
struct GradientCheck {
  private var layout = ParameterLayout()
  private var inputs: [Parameter] = []
  private var signs: Set<Parameter> = []

  /// An input [rows, columns] of random numbers.
  mutating func input(rows: Int, columns: Int) -> Parameter {
    inputs.append(matrix(rows: rows, columns: columns))
    return inputs[inputs.count - 1]
  }

  /// A learned matrix [rows, columns] of random numbers.
  mutating func matrix(rows: Int, columns: Int) -> Parameter {
    layout.matrix("\(layout.entries.count)", rows: rows, columns: columns, .normal(0.5))
  }

  /// A learned vector [count] of random numbers.
  mutating func vector(count: Int) -> Parameter {
    layout.vector("\(layout.entries.count)", count: count, .normal(0.5))
  }

  /// A learned vector [count] of 3 and -3 in turn: a bias that keeps ReLU's inputs from its kink,
  /// where there is no derivative.
  mutating func signs(count: Int) -> Parameter {
    let parameter = layout.vector("\(layout.entries.count)", count: count, .zeros)
    signs.insert(parameter)
    return parameter
  }

  /// Expects that the way back from a value gives the derivatives of that value.
  ///
  /// An error of one thousandth of the largest derivative of a tensor is what float32 and steps of
  /// 2^-7 allow.
  ///
  /// - Parameter value: Computes a number from the inputs, which it is given as variables.
  func run(
    dropout: DropoutRates = DropoutRates(), sourceLocation: SourceLocation = #_sourceLocation,
    _ value: (Tape, [Variable]) -> Double
  ) {
    let values = ParameterBuffer(count: layout.count)
    values.initialize(layout, seed: 1)
    for parameter in signs {
      for i in 0..<parameter.count { values[parameter][0, i] = i.isMultiple(of: 2) ? 3 : -3 }
    }
    let gradients = ParameterBuffer(count: layout.count)
    let unused = ParameterBuffer(count: layout.count)
    let arena = Arena()

    func evaluate(gradients: ParameterBuffer, backward: Bool = false) -> Double {
      arena.reset()
      let tape = Tape(
        weights: Weights(layout: layout, parameters: values), arena: arena,
        gradients: ParameterGradients(gradients), dropout: dropout,
        randomness: RandomStream(seed: 2))
      // Operations may write over their inputs.
      let variables = inputs.map { input in
        let copy = arena.tensor(rows: input.rows, columns: input.columns)
        copy.base.update(from: values[input].base, count: input.count)
        return Variable(copy)
      }
      let result = value(tape, variables)
      guard backward else { return result }
      tape.backward()
      for (input, variable) in zip(inputs, variables) {
        let gradient = tape.accumulatedGradient(of: variable)
        gradients[input].base.update(from: gradient.base, count: gradient.count)
      }
      return result
    }

    _ = evaluate(gradients: gradients, backward: true)
    for entry in layout.entries {
      let analytic = gradients[entry.parameter].values
      let numeric = analytic.indices.map { index -> Float in
        let place = values.floats.baseAddress.unsafelyUnwrapped + entry.parameter.offset + index
        let middle = place.pointee
        let (low, high) = (middle - 0x1p-7, middle + 0x1p-7)
        place.pointee = high
        let above = evaluate(gradients: unused)
        place.pointee = low
        let below = evaluate(gradients: unused)
        place.pointee = middle
        return Float((above - below) / (Double(high) - Double(low)))
      }
      #expect(
        largestDifference(analytic, numeric) <= 1e-3 * largest(numeric),
        "parameter \(entry.name)", sourceLocation: sourceLocation)
      #expect(largest(numeric) > 0, "parameter \(entry.name)", sourceLocation: sourceLocation)
    }
  }
}

extension Tape {
  /// The dot product of a variable with fixed random numbers, which are its gradient.
  func dot(_ variable: Variable) -> Double {
    var stream = RandomStream(seed: 3)
    let gradient = accumulatedGradient(of: variable)
    var sum = 0.0
    for i in 0..<variable.value.count {
      let factor = 2 * stream.uniform() - 1
      gradient.base[i] += factor
      sum += Double(factor) * Double(variable.value.base[i])
    }
    return sum
  }
}
