import FoundationEssentials
import Testing

import Dragoman

/// Damaged files of weights are refused with an error, or read as what they then say: no crash, no endless loop,
/// no more memory than the file has.
@Suite struct ContainerFuzzTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let files = goldenContainers.filter { !$0.hasSuffix(".index.json") }

  @Test(arguments: files) func everyTruncationIsRefused(name: String) throws {
    let whole = try Data(contentsOf: URL(filePath: Golden.path("containers/\(name)")))
    for length in 0..<whole.count {
      let path = try folder.write(whole.prefix(length), to: "weights")
      // Expectations take their time, and there are thousands.
      do {
        _ = try openTensors(path)
        Issue.record("\(length) bytes")
      } catch let error as InputError {
        if error.place != path || error.remedy == nil { Issue.record("\(error)") }
      }
    }
  }

  @Test(arguments: files) func changedBytesAreRefusedOrRead(name: String) throws {
    let whole = try Data(contentsOf: URL(filePath: Golden.path("containers/\(name)")))
    var stream = RandomStream(seed: 5)
    for _ in 0..<1_000 {
      var damaged = whole
      // Mostly at the front, where formats keep their tables, or at the end, where zip does.
      let reach = Int.random(in: 1...whole.count, using: &stream)
      for _ in 0..<Int.random(in: 1...4, using: &stream) {
        var place = Int.random(in: 0..<reach, using: &stream)
        if name.hasSuffix("npz") || name.contains("zip") { place = whole.count - 1 - place }
        switch Int.random(in: 0..<4, using: &stream) {
        case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &stream)
        case 1: damaged[place] = [0x00, 0x7F, 0x80, 0xFF].randomElement(using: &stream) ?? 0
        case 2:
          for offset in place..<min(place + 8, damaged.count) { damaged[offset] = 0xFF }
        default: damaged[place] = UInt8.random(in: 0...255, using: &stream)
        }
      }
      let path = try folder.write(damaged, to: "weights")
      do {
        try useAll(openTensors(path))
      } catch is InputError {}
    }
  }

  @Test func anyOtherFileIsRefused() throws {
    let path = folder.file("weights")
    for text in [
      "", "{", "PK", "PK\u{3}\u{4}", "weights", String(repeating: "x", count: 5_000),
      "\u{80}\u{2}c", "<!DOCTYPE html><html>Not found</html>",
    ] {
      try Data(text.utf8).write(to: URL(filePath: path))
      #expect(throws: InputError.self) { try openTensors(path) }
    }
    #expect(throws: InputError.self) { try openTensors(folder.file("missing")) }
    #expect(throws: InputError.self) { try openTensors(folder.path) }
  }

  @Test(arguments: ["model.safetensors", "pytorch_model.bin", "model.safetensors.index.json"])
  func aPointerOfGitLFSIsCalledOne(name: String) throws {
    let path = folder.file(name)
    let pointer = """
      version https://git-lfs.github.com/spec/v1
      oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
      size 298763941

      """
    try Data(pointer.utf8).write(to: URL(filePath: path))
    #expect(
      throws: InputError(
        path, "a pointer of git-LFS; the weights themselves were not fetched.",
        remedy: "Run 'git lfs pull' in the folder, or download the file again.")
    ) { try openTensors(path) }
  }
}

/// Reads whatever a source has, as far as that is not much.
func useAll(_ source: any TensorSource) throws {
  for name in source.names {
    guard let shape = source[name]?.shape, shape.reduce(1, *) <= 1 << 20 else { continue }
    var floats = [Float](repeating: 0, count: max(1, shape.reduce(1, *)))
    do {
      try source.copy(name, shape: shape, into: &floats)
      if shape.count == 2 {
        try source.copy(name, shape: shape, rows: 0..<shape[1], isTransposed: true, into: &floats)
        var integers = [Int8](repeating: 0, count: floats.count)
        _ = try source.copyQuantized(name, shape: shape, rows: 0..<shape[0], into: &integers)
      }
    } catch is InputError {}
    do {
      _ = try source.integers(name)
      _ = try source.text(name)
    } catch is InputError {}
  }
}
