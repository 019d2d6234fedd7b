import CKernels
import Testing

/// A level of kernels to test; every test runs on all that this machine has.
enum Level: Int32, CaseIterable {
  case portable, openBLAS, avx2, avx512, avx512BFloat16

  static var available: [Level] { allCases.filter { $0.pointer != nil } }

  private var pointer: UnsafePointer<kernels>? { kernels_at(kernel_level(rawValue)) }

  func table() throws -> kernels { try #require(pointer).pointee }
}

/// Sizes around the widths of vectors and tiles.
let sizes = [1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100]

extension dropout {
  static let off = dropout(key: 0, threshold: 0, scale: 1)
  static let third = dropout(
    key: 0x1234_5678_9ABC_DEF0, threshold: UInt32.max / 3, scale: 1.5)

  /// The factor on element `number`, by the formula in the header.
  func factor(_ number: Int) -> Double {
    guard threshold != 0 else { return 1 }
    var h = UInt32(truncatingIfNeeded: number) &* 0x9E37_79B9 &+ UInt32(truncatingIfNeeded: key)
    h = ((h ^ (h >> 16)) &* 0x7FEB_352D) ^ UInt32(truncatingIfNeeded: key >> 32)
    h = (h ^ (h >> 15)) &* 0x846C_A68B
    h = h ^ (h >> 16)
    return h >= threshold ? Double(scale) : 0
  }
}

/// Rows of floats as a kernel sees them: at no particular alignment, with guards before, between
/// and after the rows.
final class Matrix {
  let rows: Int
  let columns: Int
  let stride: Int
  private let storage: UnsafeMutablePointer<Float>

  private static let margin = 35
  private static let guardValue: Float = -98765.25
  private var count: Int { 2 * Self.margin + rows * stride }

  init(
    _ rows: Int, _ columns: Int, gap: Int = 0, _ element: (Int, Int) -> Float = { _, _ in 0 }
  ) {
    self.rows = rows
    self.columns = columns
    stride = columns + gap
    storage = .allocate(capacity: 2 * Self.margin + rows * stride)
    storage.initialize(repeating: Self.guardValue, count: count)
    for row in 0..<rows {
      for column in 0..<columns { start[row * stride + column] = element(row, column) }
    }
  }

  /// Random elements in -2 ..< 2.
  convenience init(random rows: Int, _ columns: Int, gap: Int = 0, seed: UInt64 = 1) {
    var generator = SplitMix(state: seed &* 0x1_0001 &+ UInt64(rows * 1009 + columns))
    self.init(rows, columns, gap: gap) { _, _ in .random(in: -2..<2, using: &generator) }
  }

  deinit { storage.deallocate() }

  var start: UnsafeMutablePointer<Float> { storage + Self.margin }

  subscript(row: Int, column: Int) -> Double { Double(start[row * stride + column]) }

  func copy() -> Matrix {
    Matrix(rows, columns, gap: stride - columns) { self.start[$0 * self.stride + $1] }
  }

  func row(_ row: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: start + row * stride, count: columns))
  }

  /// Whether nothing outside the rows was written.
  var isIntact: Bool {
    (0..<count).allSatisfy { place in
      let element = place - Self.margin
      let isInside = element >= 0 && element < rows * stride && element % stride < columns
      return isInside || storage[place] == Self.guardValue
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Expects every element within `tolerance` of its reference, relative above 1, and whole guards.
func expectClose(
  _ matrix: Matrix, tolerance: Double = 2e-6, sourceLocation: SourceLocation = #_sourceLocation,
  _ expected: (Int, Int) -> Double
) {
  var worst = (error: -1.0, text: "")
  for row in 0..<matrix.rows {
    for column in 0..<matrix.columns {
      let wanted = expected(row, column)
      let error = abs(matrix[row, column] - wanted) / (1 + abs(wanted))
      if !(error <= worst.error) {
        worst = (error, "[\(row), \(column)] is \(matrix[row, column]), not \(wanted)")
      }
    }
  }
  #expect(worst.error <= tolerance, "\(worst.text)", sourceLocation: sourceLocation)
  #expect(matrix.isIntact, "written outside its rows", sourceLocation: sourceLocation)
}
