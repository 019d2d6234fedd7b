/// What the elements of a stored tensor are, as safetensors calls it.
package enum ElementType: String, Sendable {
  case bool = "BOOL"
  case int8 = "I8"
  case uint8 = "U8"
  case int16 = "I16"
  case int32 = "I32"
  case int64 = "I64"
  case float16 = "F16"
  /// The upper half of a float32.
  case bfloat16 = "BF16"
  case float32 = "F32"
  case float64 = "F64"

  /// Bytes of an element.
  package var size: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .float16, .bfloat16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }
}

extension ElementType {
  /// Whether every element is a float32 exactly, or an integer that a multiplier makes one.
  func isReadable(isQuantized: Bool) -> Bool {
    switch self {
    case .float16, .bfloat16, .float32: !isQuantized
    case .int8, .int16: isQuantized
    case .bool, .uint8, .int32, .int64, .float64: false
    }
  }

  /// Writes elements as float32, exactly. Those of a type that `isReadable` denies are
  /// not written.
  ///
  /// - Parameter bytes: The elements, little-endian; they need not be aligned.
  package func convert(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<Float>) {
    guard let base = bytes.baseAddress else { return }
    let count = bytes.count / size
    switch self {
    case .float32: UnsafeMutableRawPointer(target).copyMemory(from: base, byteCount: 4 * count)
    case .bfloat16:
      for index in 0..<count {
        let bits = UInt32(base.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
        target[index] = Float(bitPattern: bits << 16)
      }
    case .float16:
      for index in 0..<count {
        target[index] = Self.float(
          half: base.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
      }
    case .int8:
      for index in 0..<count {
        target[index] = Float(base.load(fromByteOffset: index, as: Int8.self))
      }
    case .int16:
      for index in 0..<count {
        target[index] = Float(base.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
      }
    case .bool, .uint8, .int32, .int64, .float64: break
    }
  }

  /// A float16 as float32. Without branches, so that the loop around it is done on whole vectors; the
  /// processor's own conversion is not there on all that we run on.
  @inline(__always)
  private static func float(half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let rest = UInt32(half & 0x7FFF)
    // The exponent's bias is 127 and not 15; of infinities and NaN it is the largest.
    let isLargest: UInt32 = rest >= 0x7C00 ? 112 << 23 : 0
    let normal = rest << 13 &+ 112 << 23 &+ isLargest
    // A subnormal number is a whole multiple of the smallest one.
    let subnormal = (Float(Int32(bitPattern: rest)) * 0x1p-24).bitPattern
    return Float(bitPattern: sign | (rest < 0x0400 ? subnormal : normal))
  }
}
