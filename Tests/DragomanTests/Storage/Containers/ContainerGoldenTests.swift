import FoundationEssentials
import Testing

import Dragoman

/// Files that the formats' own systems wrote are read as what they wrote; `Golden/containers.py` made them.
@Suite struct ContainerGoldenTests {
  /// What a tensor must be read as.
  struct Expected: Decodable {
    var alias: String?
    var text: String?
    var type: String?
    var shape: [Int]?
    /// Little-endian float32 or int64 in base64.
    var values: Data?
  }

  @Test(arguments: goldenContainers)
  func everyTensorIsReadAsItWasWritten(name: String) throws {
    let expected = try #require(try Self.expected[name])
    let source = try openTensors(Golden.path("containers/\(name)"))
    #expect(Set(source.names).isSuperset(of: expected.keys))
    for (name, entry) in expected {
      try check(source, name, entry.alias.flatMap { expected[$0] } ?? entry)
    }
    if !name.contains("marian") { #expect(source.names == expected.keys.sorted()) }
  }

  /// Row by row, and of the transpose, tensors are the same.
  @Test(arguments: goldenContainers)
  func rowsAndColumnsAreThoseOfTheWhole(name: String) throws {
    let source = try openTensors(Golden.path("containers/\(name)"))
    for name in source.names {
      guard let shape = source[name]?.shape, shape.count == 2, !shape.contains(0) else { continue }
      let (rows, columns) = (shape[0], shape[1])
      var whole = [Float](repeating: .nan, count: rows * columns)
      do { try source.copy(name, shape: shape, into: &whole) } catch is InputError { continue }
      var parts = [Float](repeating: .nan, count: rows * columns)
      try parts.withUnsafeMutableBufferPointer { parts in
        let base = try #require(parts.baseAddress)
        for row in 0..<rows {
          try source.copy(name, shape: shape, rows: row..<row + 1, into: base + row * columns)
        }
      }
      #expect(parts.map(\.bitPattern) == whole.map(\.bitPattern), "\(name)")
      for first in 0..<columns {
        let chosen = first..<min(first + 3, columns)
        var transposed = [Float](repeating: .nan, count: chosen.count * rows)
        try source.copy(name, shape: shape, rows: chosen, isTransposed: true, into: &transposed)
        let expected = chosen.flatMap { column in
          (0..<rows).map { whole[$0 * columns + column].bitPattern }
        }
        #expect(transposed.map(\.bitPattern) == expected, "\(name)")
      }
    }
  }

  /// The integers of a quantised matrix and their multipliers are the same numbers.
  @Test(arguments: ["marian-int8.bin", "ctranslate2-int8.bin", "ctranslate2-version-3.bin"])
  func integersAreKept(name: String) throws {
    let source = try openTensors(Golden.path("containers/\(name)"))
    var found = 0
    for name in source.names {
      guard let tensor = source[name], tensor.type == .int8, tensor.shape.count == 2 else {
        continue
      }
      found += 1
      for isTransposed in [false, name.hasSuffix("Wq")] {
        let shape = isTransposed ? tensor.shape.reversed() : tensor.shape
        let rows = 1..<shape[0]
        var floats = [Float](repeating: .nan, count: rows.count * shape[1])
        try source.copy(
          name, shape: tensor.shape, rows: rows, isTransposed: isTransposed, into: &floats)
        var integers = [Int8](repeating: 0, count: floats.count)
        let multipliers = try source.copyQuantized(
          name, shape: tensor.shape, rows: rows, isTransposed: isTransposed, into: &integers)
        #expect(multipliers.count == rows.count)
        for (index, integer) in integers.enumerated() {
          #expect(Float(integer) / multipliers[index / shape[1]] == floats[index])
        }
      }
    }
    #expect(found > 0)
  }

  private func check(_ source: any TensorSource, _ name: String, _ expected: Expected) throws {
    let tensor = try #require(source[name])
    #expect(tensor.type.rawValue == expected.type, "\(name)")
    if let text = expected.text {
      #expect(try source.text(name)?.hasPrefix(text) == true)
      return
    }
    #expect(tensor.shape == expected.shape, "\(name)")
    let values = try #require(expected.values)
    if let integers = try source.integers(name) {
      #expect(integers == Self.elements(values), "\(name)")
      return
    }
    var floats = [Float](repeating: .nan, count: values.count / 4)
    try source.copy(name, shape: tensor.shape, into: &floats)
    #expect(floats.map(\.bitPattern) == Self.elements(values), "\(name)")
  }

  private static func elements<Number: FixedWidthInteger & BitwiseCopyable>(
    _ data: Data
  ) -> [Number] {
    data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: MemoryLayout<Number>.size).map {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Number.self))
      }
    }
  }

  private static let expectedText = Result {
    try Data(contentsOf: URL(filePath: Golden.path("containers/expected.json")))
  }

  private static var expected: [String: [String: Expected]] {
    get throws {
      try JSONDecoder().decode([String: [String: Expected]].self, from: expectedText.get())
    }
  }
}

/// The files of `Golden/containers` that hold tensors or name the files that do.
let goldenContainers = [
  "tensors.safetensors", "sharded/model.safetensors.index.json", "torch-zip.bin",
  "torch-legacy.bin",
  "sharded/pytorch_model.bin.index.json", "stored.npz", "deflated.npz", "marian.npz",
  "marian-float32.bin", "marian-float16.bin", "marian-int8.bin", "marian-int16.bin",
  "ctranslate2-float32.bin", "ctranslate2-float16.bin", "ctranslate2-bfloat16.bin",
  "ctranslate2-int16.bin", "ctranslate2-int8.bin", "ctranslate2-version-2.bin",
  "ctranslate2-version-3.bin", "ctranslate2-version-4.bin", "ctranslate2-version-5.bin",
]
