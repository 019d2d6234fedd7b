import CKernels
import Foundation
import Testing

/// The activation's value and slope at x.
func reference(_ act: activation, _ x: Double) -> (value: Double, slope: Double) {
  switch act {
  case activation_relu: return x > 0 ? (x, 1) : (0, 0)
  case activation_gelu:
    let cumulative = erfc(-x / 2.0.squareRoot()) / 2
    return (x * cumulative, cumulative + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot())
  case activation_silu:
    let sigmoid = 1 / (1 + exp(-x))
    return (x * sigmoid, sigmoid * (1 + x * (1 - sigmoid)))
  default: return (x, 1)
  }
}

let activations = [activation_none, activation_relu, activation_gelu, activation_silu]

struct BiasActivationTests {
  @Test(arguments: Level.available)
  func forwardFinishesAProduct(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      for act in activations {
        for drop in [dropout.off, .third] {
          let product = Matrix(random: 3, columns)
          let bias = Matrix(random: 1, columns, seed: 2)
          let x = product.copy()
          let before = Matrix(3, columns)
          table.bias_activation_forward(
            x.start, bias.start, act, drop, 3, columns, before.start)
          expectClose(before) { product[$0, $1] + bias[0, $1] }
          expectClose(x) { n, c in
            reference(act, before[n, c]).value * drop.factor(n * columns + c)
          }
          let bare = product.copy()
          table.bias_activation_forward(bare.start, nil, act, drop, 3, columns, nil)
          expectClose(bare) { n, c in
            reference(act, product[n, c]).value * drop.factor(n * columns + c)
          }
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func backwardFollowsTheSlope(level: Level) throws {
    let table = try level.table()
    for columns in sizes {
      for act in activations {
        for drop in [dropout.off, .third] {
          let before = Matrix(random: 3, columns)
          let output = before.copy()
          table.bias_activation_forward(output.start, nil, act, drop, 3, columns, nil)
          let gradient = Matrix(random: 3, columns, seed: 2)
          let biasGradient = Matrix(random: 1, columns, seed: 3)
          let gradientBefore = gradient.copy()
          let biasBefore = biasGradient.copy()
          func expected(_ n: Int, _ c: Int) -> Double {
            gradientBefore[n, c] * reference(act, before[n, c]).slope
              * drop.factor(n * columns + c)
          }
          table.bias_activation_backward(
            gradient.start, output.start, before.start, act, drop, 3, columns, biasGradient.start)
          expectClose(gradient, expected)
          expectClose(biasGradient) { _, c in
            biasBefore[0, c] + (0..<3).reduce(0) { $0 + expected($1, c) }
          }
          let again = gradientBefore.copy()
          table.bias_activation_backward(
            again.start, output.start, before.start, act, drop, 3, columns, nil)
          expectClose(again, expected)
        }
      }
    }
  }

  /// The error function and the exponential over their whole range, tails and overflow included.
  @Test(arguments: Level.available)
  func smoothActivationsAreAccurate(level: Level) throws {
    let table = try level.table()
    let points = Matrix(1, 4001) { _, c in Float(c - 2000) / 16 }
    for act in [activation_gelu, activation_silu] {
      let out = points.copy()
      table.bias_activation_forward(out.start, nil, act, .off, 1, 4001, nil)
      expectClose(out, tolerance: 4e-7) { reference(act, points[$0, $1]).value }
    }
  }
}
