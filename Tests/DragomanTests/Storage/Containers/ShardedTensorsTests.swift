import FoundationEssentials
import Testing

import Dragoman

/// Indexes of weights in several files, and what they must not name.
@Suite struct ShardedTensorsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ index: String) throws -> any TensorSource {
    let path = folder.file("model.safetensors.index.json")
    try Data(index.utf8).write(to: URL(filePath: path))
    return try openTensors(path)
  }

  @Test(arguments: [
    "/etc/passwd", "../secret.safetensors", "a/../../b", "..", ".", "", ".hidden", "a/b",
    "model.safetensors.index.json", "a\\u0000b", "/dev/zero",
  ]) func namesOutsideTheFolderAreRefused(name: String) throws {
    let error = #expect(throws: InputError.self) {
      try open(#"{"weight_map":{"a":"\#(name)"}}"#)
    }
    #expect(error?.problem.contains("expected the name of a file in the same folder") == true)
  }

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"weight_map":[]}"#, #"{"weight_map":{"a":1}}"#,
    #"{"weight_map":{"a":null}}"#, #"{"weight_map":{"a":"missing.safetensors"}}"#,
    #"{"metadata":{"total_size":"#, #"{"weight_map":{"a":"b"#,
  ]) func indexesThatAreNoneAreRefused(index: String) throws {
    #expect(throws: InputError.self) { try open(index) }
  }

  @Test func aTensorThatItsFileLacksIsNamed() throws {
    try [Float](arrayLiteral: 1).withUnsafeBufferPointer { values in
      try Safetensors.write(
        [.init(name: "a", shape: [1], values: values)], metadata: [:],
        to: folder.file("part.safetensors"))
    }
    let source = try open(#"{"weight_map":{"a":"part.safetensors"}}"#)
    #expect(source.names == ["a"])
    #expect(
      throws: InputError(
        folder.file("part.safetensors"),
        "has no tensor b, which \(folder.file("model.safetensors.index.json")) says it has.",
        remedy: "Use the files of one model together.")
    ) { try open(#"{"weight_map":{"a":"part.safetensors","b":"part.safetensors"}}"#) }
  }
}
