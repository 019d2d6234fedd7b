internal import CKernels

/// How a packed weight is kept.
public enum Precision: String, CaseIterable, Sendable {
  /// As it was trained.
  case float32
  /// As whole numbers of eight bits, with a scale for each output (Bhandare et al. 2019): a quarter of
  /// the memory, and on processors with instructions for it up to four times the speed.
  case int8
}

/// A weight reordered for the products of decoding, which have few rows.
///
/// Every element of a product is summed in the order of the inputs, or exactly, however many rows there
/// are; so a token's result does not depend on the tokens that happen to be beside it.
package final class PackedMatrix: @unchecked Sendable {
  package let outputs: Int
  package let inputs: Int
  package let precision: Precision
  private let packed: UnsafeMutableRawPointer
  private let device: Device
  /// Whose memory it is, if not its own.
  private let arena: Arena?

  /// Outputs that a weight can be divided at: a multiple of every level's panel.
  package static let division = 512

  /// Packs a weight [outputs, inputs].
  package convenience init(_ weight: Tensor, precision: Precision, on device: Device = .host) {
    self.init(outputs: weight.rows, inputs: weight.columns, precision, nil, device)
    pack { rows, floats in
      floats.update(from: weight.row(rows.lowerBound), count: rows.count * weight.columns)
    }
  }

  /// Packs a weight of which `copy` writes some rows at a time.
  ///
  /// - Parameter arena: Where it lies, side by side with the other weights of its model: a step of decoding
  ///   reads them all, and few pages are faster than many.
  package convenience init(
    outputs: Int, inputs: Int, precision: Precision, in arena: Arena,
    copy: (_ rows: Range<Int>, _ floats: UnsafeMutablePointer<Float>) throws -> Void
  ) rethrows {
    self.init(outputs: outputs, inputs: inputs, precision, arena, arena.device)
    try pack(copy)
  }

  private func pack(
    _ copy: (_ rows: Range<Int>, _ floats: UnsafeMutablePointer<Float>) throws -> Void
  ) rethrows {
    let part = UnsafeMutablePointer<Float>.allocate(
      capacity: min(outputs, Self.division) * inputs)
    defer { part.deallocate() }
    for first in stride(from: 0, to: outputs, by: Self.division) {
      let rows = first..<min(first + Self.division, outputs)
      try copy(rows, part)
      switch precision {
      case .float32:
        device.kernels.pack_weight(
          part, rows.count, inputs, address(of: first).assumingMemoryBound(to: Float.self))
      case .int8: device.kernels.quantize_weight(part, rows.count, inputs, address(of: first))
      }
    }
  }

  /// Makes a weight of some outputs of this one, which gives for them exactly what this one gives.
  package func selecting(_ rows: [Int32]) -> PackedMatrix {
    let selected = PackedMatrix(outputs: rows.count, inputs: inputs, precision, nil, device)
    switch precision {
    case .float32:
      device.kernels.select_packed(
        packed.assumingMemoryBound(to: Float.self), inputs, rows, rows.count,
        selected.packed.assumingMemoryBound(to: Float.self))
    case .int8: device.kernels.select_quantized(packed, inputs, rows, rows.count, selected.packed)
    }
    return selected
  }

  private init(
    outputs: Int, inputs: Int, _ precision: Precision, _ arena: Arena?, _ device: Device
  ) {
    self.outputs = outputs
    self.inputs = inputs
    self.precision = precision
    self.arena = arena
    self.device = device
    let size = Self.size(outputs, inputs, precision, device)
    packed =
      arena.map { UnsafeMutableRawPointer($0.floats(size / MemoryLayout<Float>.stride)) }
      ?? .allocate(byteCount: size, alignment: 64)
  }

  deinit {
    if arena == nil { packed.deallocate() }
  }

  private static func size(
    _ outputs: Int, _ inputs: Int, _ precision: Precision, _ device: Device
  ) -> Int {
    switch precision {
    case .float32: device.kernels.packed_size(outputs, inputs) * MemoryLayout<Float>.stride
    case .int8: device.kernels.quantized_size(outputs, inputs)
    }
  }

  /// Where an output's weights begin; a multiple of `division`.
  private func address(of output: Int) -> UnsafeMutableRawPointer {
    packed + Self.size(output, inputs, precision, device)
  }

  /// The left factor of a product, in the form that the weight's precision needs.
  struct Factor {
    let rows: Int
    fileprivate let floats: Tensor
    fileprivate let scales: UnsafeMutablePointer<Float>?
  }

  /// Makes x [N, inputs] ready for products; it is valid until the arena is released below it.
  func factor(_ x: Tensor, in arena: Arena) -> Factor {
    switch precision {
    case .float32: return Factor(rows: x.rows, floats: x, scales: nil)
    case .int8:
      let bytes = device.kernels.quantized_row_size(inputs)
      let quantized = arena.tensor(rows: x.rows, columns: bytes / MemoryLayout<Float>.stride)
      let scales = arena.floats(x.rows)
      device.kernels.quantize_rows(
        x.base, x.stride, x.rows, x.columns, UnsafeMutableRawPointer(quantized.base), scales)
      return Factor(rows: x.rows, floats: quantized, scales: scales)
    }
  }

  /// out = act(x weight^T + bias) for some outputs, the first a multiple of ``division``.
  ///
  /// - Parameters:
  ///   - bias: [outputs], of all outputs.
  ///   - out: [x.rows, number of outputs chosen]
  func multiply(
    _ x: Factor, outputs range: Range<Int>, bias: Tensor?, activation: ActivationCode,
    into out: Tensor
  ) {
    let weight = address(of: range.lowerBound)
    let bias = bias.map { $0.base + range.lowerBound }
    if let scales = x.scales {
      device.kernels.quantized_product(
        UnsafeRawPointer(x.floats.base), scales, weight, bias, activation, x.rows,
        range.count, inputs, out.base, out.stride)
    } else {
      device.kernels.packed_product(
        x.floats.base, x.floats.stride, weight.assumingMemoryBound(to: Float.self), bias,
        activation, x.rows, range.count, inputs, out.base, out.stride)
    }
  }

  /// Writes the weights of one output, [inputs], to the precision that they are kept in.
  func copyRow(_ output: Int, to target: UnsafeMutablePointer<Float>) {
    precondition(output < outputs, "a weight has rows 0 ..< outputs")
    switch precision {
    case .float32:
      device.kernels.packed_weight_row(
        packed.assumingMemoryBound(to: Float.self), inputs, output, target)
    case .int8: device.kernels.quantized_weight_row(packed, inputs, output, target)
    }
  }
}
