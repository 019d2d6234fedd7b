internal import CKernels

/// A weight reordered for the products of decoding, which have few rows.
///
/// Every element of a product is summed in the order of the inputs, however many rows there are, so a
/// token's result does not depend on the tokens that happen to be beside it.
package final class PackedMatrix: @unchecked Sendable {
  private let outputs: Int
  private let inputs: Int
  private let packed: UnsafeMutableBufferPointer<Float>

  /// Packs a weight [outputs, inputs].
  package init(_ weight: Tensor) {
    outputs = weight.rows
    inputs = weight.columns
    let size = kernel.packed_size(outputs, inputs)
    packed = UnsafeMutableRawBufferPointer.allocate(
      byteCount: size * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self)
    kernel.pack_weight(
      weight.base, outputs, inputs, packed.baseAddress.unsafelyUnwrapped)
  }

  deinit { UnsafeMutableRawBufferPointer(packed).deallocate() }

  /// out = act(x weight^T + bias), [x.rows, outputs].
  func multiply(_ x: Tensor, bias: Tensor?, activation: activation, into out: Tensor) {
    kernel.packed_product(
      x.base, x.stride, packed.baseAddress.unsafelyUnwrapped, bias?.base, activation, x.rows,
      outputs, inputs, out.base, out.stride)
  }
}
