/// What rows of vectors are normalised by.
package enum NormKind: String, Codable, Sendable {
  /// By mean and deviation (Ba et al. 2016).
  case layer
  /// By the root of the mean square (Zhang & Sennrich 2019).
  case rms
}

/// A norm of either kind.
enum Norm: Sendable {
  case layer(LayerNorm)
  case rms(RMSNorm)

  /// Adds the norm of a stack's vectors to a layout.
  init(_ name: String, _ shape: StackShape, _ layout: inout ParameterLayout) {
    switch shape.norm {
    case .layer:
      self = .layer(LayerNorm(name, width: shape.width, epsilon: shape.epsilon, &layout))
    case .rms:
      self = .rms(
        RMSNorm(
          gain: layout.vector("\(name).weight", count: shape.width, .ones), epsilon: shape.epsilon))
    }
  }
}

extension Tape {
  /// Normalises every row.
  ///
  /// - Parameter x: [N, D]
  /// - Returns: [N, D]
  func norm(_ x: Variable, _ norm: Norm) -> Variable {
    switch norm {
    case .layer(let norm): layerNorm(x, norm)
    case .rms(let norm): rmsNorm(x, norm)
    }
  }

  /// Adds what a sublayer found and normalises the sum.
  func residualNorm(_ x: Variable, _ y: Variable, _ norm: Norm) -> Variable {
    switch norm {
    case .layer(let norm): residualNorm(x, y, norm)
    case .rms(let norm): rmsNorm(residual(x, y), norm)
    }
  }
}
