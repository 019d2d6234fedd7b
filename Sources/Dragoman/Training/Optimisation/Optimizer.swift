/// Changes the weights of a model by their gradients. ``OptimizerName`` lists those there are.
package protocol Optimizer: Sendable {
  /// What a profile calls it.
  var name: String { get }

  /// What it keeps from update to update. A run is resumed with the same numbers.
  var memory: [NamedBuffer] { get }

  /// One update, on all threads; how many there are cannot be seen in the result.
  ///
  /// - Parameters:
  ///   - parameters: Are changed.
  ///   - workers: Have the gradients, and threads.
  func update(_ parameters: ParameterBuffer, by step: OptimizerStep, on workers: GradientWorkers)
}

/// What an optimiser is told about an update.
package struct OptimizerStep: Sendable {
  /// The number of the update, the first of which is 1.
  package var number: Int
  /// The learning rate.
  package var rate: Float
  /// Factor on the gradients, which clips them.
  package var scale: Float

  package init(number: Int, rate: Float, scale: Float) {
    self.number = number
    self.rate = rate
    self.scale = scale
  }
}

/// A buffer of a run, of which the parameters of a layout are saved.
package struct NamedBuffer: Sendable {
  /// What the names of parameters begin with in the file.
  let prefix: String
  let buffer: ParameterBuffer
  let layout: ParameterLayout
}

/// The optimisers by name.
public enum OptimizerName: String, CaseIterable, Codable, Sendable {
  /// ``Adam`` for all parameters.
  case adam
  /// ``Muon`` for the matrices of the layers, ``Adam`` for the others.
  case muon

  /// An optimiser before its first update.
  ///
  /// - Parameter own: The elements that this process updates, matrices of layers whole; `nil` for all.
  package func optimizer(
    of layout: ParameterLayout, options: TrainingOptions, own: [Range<Int>]? = nil
  ) -> any Optimizer {
    let own = own ?? [0..<layout.count]
    return switch self {
    case .adam: Adam(layout, own: own, options: options)
    case .muon: Muon(layout, own: own, options: options)
    }
  }

  /// How many floats it keeps from update to update, and how many each thread needs in one.
  func memory(of layout: ParameterLayout) -> (kept: Int, ofThread: Int) {
    switch self {
    case .adam: return (2 * layout.count, 0)
    case .muon:
      let matrices = layout.layerMatrices
      let steps = matrices.map { matrix in
        let side = min(matrix.rows, matrix.columns)
        return 2 * matrix.count + 4 * side * side
      }
      return (2 * layout.count - matrices.reduce(0) { $0 + $1.count }, steps.max() ?? 0)
    }
  }
}
