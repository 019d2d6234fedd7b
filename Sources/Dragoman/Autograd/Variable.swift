internal import CKernels

/// A value on the tape, and the gradient of the loss with respect to it once the way back has
/// reached it.
package final class Variable {
  package let value: Tensor
  /// `nil` until the first operation that used the value writes to it.
  package fileprivate(set) var gradient: Tensor?

  /// A value that no operation made.
  package init(_ value: Tensor) { self.value = value }

  /// Takes the gradient away from the variable.
  func takeGradient() -> Tensor? {
    defer { gradient = nil }
    return gradient
  }
}

/// Some columns of a variable, such as the keys in a joint projection of keys and values.
package struct ColumnSlice {
  package let variable: Variable
  package let columns: Range<Int>

  package init(_ variable: Variable, _ columns: Range<Int>) {
    self.variable = variable
    self.columns = columns
  }

  package var value: Tensor { variable.value.columns(columns) }

  /// Some columns of these columns.
  package subscript(range: Range<Int>) -> ColumnSlice {
    let first = columns.lowerBound
    return ColumnSlice(variable, first + range.lowerBound..<first + range.upperBound)
  }
}

extension Tape {
  /// The gradient of a variable to be overwritten, or added to where it holds something already.
  func gradientTarget(of variable: Variable) -> (tensor: Tensor, accumulate: Bool) {
    if let gradient = variable.gradient { return (gradient, true) }
    let gradient = gradient(like: variable.value)
    variable.gradient = gradient
    return (gradient, false)
  }

  /// The gradient of a variable to be added to.
  package func accumulatedGradient(of variable: Variable) -> Tensor {
    let (tensor, accumulate) = gradientTarget(of: variable)
    if !accumulate { tensor.clear() }
    return tensor
  }

  /// Passes a gradient that nobody else uses on to a variable as it is, memory and all.
  func add(_ gradient: Tensor, toGradientOf variable: Variable) {
    guard let target = variable.gradient else {
      variable.gradient = gradient
      return
    }
    device.kernels.add(gradient.base, gradient.count, target.base)
  }

  /// Some columns of the gradient of a variable, to be added to.
  func accumulatedGradient(of slice: ColumnSlice) -> Tensor {
    accumulatedGradient(of: slice.variable).columns(slice.columns)
  }
}
