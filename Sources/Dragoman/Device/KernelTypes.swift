package import CKernels

// What CKernels calls its types, by names that read as Swift's do.

/// The functions that compute, one entry for each of `CKernels.h`.
typealias KernelTable = CKernels.kernels

/// What a kernel drops, as a function of an element's place.
typealias DropoutMask = CKernels.dropout

/// An activation function by number.
typealias ActivationCode = CKernels.activation

/// A factor of a product: where it begins, its stride, and whether it is transposed.
package typealias ProductOperand = CKernels.factor

extension DropoutMask {
  /// Drops nothing.
  static var none: DropoutMask { DropoutMask(key: 0, threshold: 0, scale: 1) }
}
