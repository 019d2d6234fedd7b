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
  case activation_tanh_gelu:
    let factor = (2 / Double.pi).squareRoot()
    let tangent = tanh(factor * (x + 0.044715 * x * x * x))
    let slope = (1 - tangent * tangent) * factor * (1 + 3 * 0.044715 * x * x)
    return (x * (1 + tangent) / 2, (1 + tangent + x * slope) / 2)
  case activation_sigmoid_gelu:
    let sigmoid = 1 / (1 + exp(-1.702 * x))
    return (x * sigmoid, sigmoid * (1 + 1.702 * x * (1 - sigmoid)))
  case activation_tanh: return (tanh(x), 1 - tanh(x) * tanh(x))
  default: return (x, 1)
  }
}

let activations = [
  activation_none, activation_relu, activation_gelu, activation_silu, activation_tanh_gelu,
  activation_sigmoid_gelu, activation_tanh,
]

struct ActivationTests {
  @Test(arguments: Level.available)
  func forwardActivatesAndDrops(level: Level) throws {
    let table = try level.table()
    for count in sizes {
      for act in activations {
        for drop in [dropout.off, .third] {
          let input = Matrix(random: 1, count)
          let (x, before) = (input.copy(), Matrix(1, count))
          table.activation_forward(x.start, act, drop, count, before.start)
          #expect(before.row(0) == input.row(0))
          expectClose(x) { reference(act, input[$0, $1]).value * drop.factor($1) }
          let bare = input.copy()
          table.activation_forward(bare.start, act, drop, count, nil)
          #expect(bare.row(0) == x.row(0))
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func backwardFollowsTheSlope(level: Level) throws {
    let table = try level.table()
    for count in sizes {
      for act in activations {
        for drop in [dropout.off, .third] {
          let (output, before) = (Matrix(random: 1, count), Matrix(1, count))
          table.activation_forward(output.start, act, drop, count, before.start)
          let gradient = Matrix(random: 1, count, seed: 2)
          let gradientBefore = gradient.copy()
          table.activation_backward(
            gradient.start, act == activation_relu ? output.start : before.start, act, drop, count)
          expectClose(gradient) {
            gradientBefore[$0, $1] * reference(act, before[$0, $1]).slope * drop.factor($1)
          }
        }
      }
    }
  }

  /// The error function and the exponential over their whole range, tails and overflow included.
  @Test(arguments: Level.available)
  func smoothActivationsAreAccurate(level: Level) throws {
    let table = try level.table()
    let points = Matrix(1, 4001) { _, c in Float(c - 2000) / 16 }
    for act in activations.dropFirst(2) {
      let out = points.copy()
      table.activation_forward(out.start, act, .off, 4001, nil)
      expectClose(out, tolerance: 4e-7) { reference(act, points[$0, $1]).value }
    }
  }
}
