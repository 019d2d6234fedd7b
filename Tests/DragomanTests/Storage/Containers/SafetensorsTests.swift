import FoundationEssentials
import Testing

import Dragoman

/// Files of tensors: what is written comes back, and nothing that stands in a file is believed.
@Suite final class SafetensorsTests {
  private let path = FileManager.default.temporaryDirectory
    .appending(path: "SafetensorsTests-\(UUID().uuidString)").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private static let remedy = "Copy or save the file again."

  /// Writes a vector `a` of two elements and a matrix `b` of 2 × 1.
  private func writeSmallFile() throws {
    let (a, b): ([Float], [Float]) = ([1, -2], [0.5, .infinity])
    try a.withUnsafeBufferPointer { a in
      try b.withUnsafeBufferPointer { b in
        try Safetensors.write(
          [.init(name: "b", shape: [2, 1], values: b), .init(name: "a", shape: [2], values: a)],
          metadata: ["format": "test", "note": "a \"quote\" and/or ü"], to: path)
      }
    }
  }

  /// Writes a file with any header and this many bytes of zeros after it.
  private func write(header: String, data: Int, lengthOff: UInt64 = 0) throws {
    var bytes = withUnsafeBytes(of: (UInt64(header.utf8.count) &+ lengthOff).littleEndian) {
      Data($0)
    }
    bytes.append(contentsOf: header.utf8)
    bytes.append(Data(count: data))
    try bytes.write(to: URL(filePath: path))
  }

  private func copy(_ name: String, _ shape: [Int]) throws -> [Float] {
    var values = [Float](repeating: .nan, count: shape.reduce(1, *))
    try Safetensors(path: path).copy(name, shape: shape, into: &values)
    return values
  }

  @Test func whatIsWrittenComesBack() throws {
    try writeSmallFile()
    let file = try Safetensors(path: path)
    #expect(file.names == ["a", "b"])
    #expect(file.metadata["format"] == "test")
    #expect(file.metadata["note"] == "a \"quote\" and/or ü")
    try file.verify()
    #expect(file["b"]?.shape == [2, 1])
    #expect(file["c"] == nil)
    #expect(try copy("a", [2]) == [1, -2])
    #expect(try copy("b", [2, 1]) == [0.5, .infinity])
  }

  @Test func sameTensorsSameBytes() throws {
    try writeSmallFile()
    let first = try Data(contentsOf: URL(filePath: path))
    try writeSmallFile()
    #expect(try Data(contentsOf: URL(filePath: path)) == first)
  }

  @Test func missingFile() {
    #expect(
      throws: InputError(
        path, "cannot be read: No such file or directory.", remedy: "Check the path.")
    ) { try Safetensors(path: path) }
  }

  @Test func tensorsThatAreNotWhatIsAskedFor() throws {
    let remedy = "Use the files of one model together."
    try writeSmallFile()
    #expect(
      throws: InputError(
        path, "has no tensor c, which the model's configuration asks for.", remedy: remedy)
    ) { try copy("c", [2]) }
    #expect(
      throws: InputError(
        path, "b has the shape [2, 1], but the model's configuration asks for [1, 2].",
        remedy: remedy)
    ) { try copy("b", [1, 2]) }
    try write(header: #"{"a":{"dtype":"I16","shape":[2],"data_offsets":[0,4]}}"#, data: 4)
    #expect(throws: InputError(path, "a has the type I16, expected F32, F16 or BF16.")) {
      try copy("a", [2])
    }
    try write(header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, data: 4)
    #expect(throws: InputError(path, "a has 4 bytes, which do not fit its shape [2].")) {
      try copy("a", [2])
    }
  }

  @Test func everyTruncationIsFound() throws {
    try writeSmallFile()
    let whole = try Data(contentsOf: URL(filePath: path))
    for length in 0..<whole.count {
      try whole.prefix(length).write(to: URL(filePath: path))
      let error = #expect(throws: InputError.self) { try Safetensors(path: path) }
      #expect(error?.remedy == Self.remedy)
    }
    #expect(
      throws: InputError(
        path, "truncated or damaged: its tensors do not fill its \(whole.count - 1) bytes.",
        remedy: Self.remedy)
    ) {
      try whole.dropLast().write(to: URL(filePath: path))
      _ = try Safetensors(path: path)
    }
  }

  @Test(arguments: [
    "", "{", "[]", "null", "\u{FEFF}{}x", #"{"a":1}"#, #"{"a":{}}"#, #"{"a":{"b":"c"}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,NaN]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1e99]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775808]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4.5]}}"#,
    #"{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}"#,
    #"{"__metadata__":{"step":1}}"#, String(repeating: "[", count: 100_000),
  ]) func headersThatAreNone(_ header: String) throws {
    try write(header: header, data: 4)
    #expect(
      throws: InputError(
        path, "its header is not that of a safetensors file.", remedy: Self.remedy)
    ) { try Safetensors(path: path) }
  }

  @Test(arguments: [
    "[-4,0]", "[-9223372036854775808,9223372036854775807]", "[0,9223372036854775807]", "[4,8]",
    "[4,0]", "[0,4,8]", "[]", "[0,8]", "[0,3]",
  ]) func placesOutsideTheData(_ offsets: String) throws {
    try write(header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":\#(offsets)}}"#, data: 4)
    #expect(throws: InputError.self) { try Safetensors(path: path) }
  }

  /// Many tensors in the same bytes would let a small file ask for much memory.
  @Test func tensorsThatOverlap() throws {
    let place = #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    try write(header: #"{"a":\#(place),"b":\#(place)}"#, data: 4)
    #expect(throws: InputError.self) { try Safetensors(path: path) }
  }

  /// Their product is not even computed: they are not the shapes that are asked for.
  @Test(arguments: ["[9223372036854775807,9223372036854775807]", "[-1]", "[]", "[1,1]"])
  func shapesThatCannotBe(_ shape: String) throws {
    try write(header: #"{"a":{"dtype":"F32","shape":\#(shape),"data_offsets":[0,4]}}"#, data: 4)
    #expect(throws: InputError.self) { try copy("a", [1]) }
  }

  @Test(arguments: [1, 1 << 40, UInt64.max / 2, UInt64.max])
  func lengthsOfTheHeaderThatLie(off: UInt64) throws {
    try write(header: "{}", data: 0, lengthOff: off)
    #expect(throws: InputError.self) { try Safetensors(path: path) }
  }

  @Test func repeatedNamesDoNoHarm() throws {
    let place = #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    try write(header: #"{"a":\#(place),"a":\#(place)}"#, data: 4)
    _ = try? Safetensors(path: path)
  }

  /// A file with any byte changed is read or refused.
  @Test func noChangedByteCrashes() throws {
    try writeSmallFile()
    let whole = try Data(contentsOf: URL(filePath: path))
    var stream = RandomStream(seed: 1)
    for _ in 0..<500 {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...3, using: &stream) {
        let place = Int.random(in: 0..<whole.count - 16, using: &stream)
        damaged[place] = UInt8.random(in: 0...255, using: &stream)
      }
      try damaged.write(to: URL(filePath: path))
      do {
        _ = try copy("a", [2])
      } catch {
        #expect(error is InputError)
      }
    }
  }
}
