import Foundation
import Testing

/// `understand` with the small BERT of the golden values.
@Suite struct UnderstandTests {
  private static let model = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "DragomanTests/Golden/bert").path

  @Test func everyLineGivesAVector() throws {
    let runner = try CommandRunner()
    let text = "The old miller.\n\nKöln; 42 geese\n"
    let result = try runner.run("understand", ["embed", "--model", Self.model], input: text)
    #expect(result.exitCode == 0, "\(result.errors)")
    let vectors = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(vectors.count == 3)
    #expect(vectors.allSatisfy { $0.count == 16 && $0.allSatisfy { Float($0) != nil } })
    let again = try runner.run(
      "understand", ["embed", "--model", Self.model, "--threads", "3"], input: text)
    #expect(again.output == result.output)
  }

  @Test func vectorsForNumPy() throws {
    let runner = try CommandRunner()
    let result = try runner.run(
      "understand",
      ["embed", "--model", Self.model, "--normalize", "--pooling", "first", "--output", "v.npy"],
      input: "a river\nthe mill\n")
    #expect(result.exitCode == 0, "\(result.errors)")
    let file = try Data(contentsOf: runner.folder.appending(path: "v.npy"))
    #expect(file.count == 128 + 2 * 16 * 4)
    #expect(file.prefix(8) == Data([0x93]) + Data("NUMPY\u{1}\0".utf8))
    #expect(String(decoding: file[10..<128], as: UTF8.self).contains("'shape': (2, 16)"))
    let numbers = file[128...].withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    let length = numbers.prefix(16).reduce(0) { $0 + $1 * $1 }
    #expect(abs(length - 1) < 1e-5)
  }

  @Test func masksAreFilled() throws {
    let result = try CommandRunner().run(
      "understand",
      ["fill", "--model", Self.model, "--precision", "float32", "--best", "3"],
      input: "a river\nthe [MASK] mill [MASK].\n")
    #expect(result.exitCode == 0, "\(result.errors)")
    let rows = result.output.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(
      rows.map { $0.prefix(2).joined(separator: " ") } == [
        "2 1", "2 1", "2 1", "2 2", "2 2", "2 2",
      ])
    for mask in [rows.prefix(3), rows.suffix(3)] {
      let probabilities = mask.compactMap { Double($0[3]) }
      #expect(probabilities == probabilities.sorted(by: >))
      #expect(probabilities.count == 3 && probabilities.reduce(0, +) <= 1)
    }
  }

  @Test func aTranslatorDoesNotUnderstand() throws {
    let runner = try CommandRunner()
    try FileManager.default.createDirectory(
      at: runner.folder.appending(path: "model"), withIntermediateDirectories: true)
    try runner.write(#"{"model_type": "marian"}"#, to: "model/config.json")
    let result = try runner.run("understand", ["embed", "--model", "model"], input: "a\n")
    #expect(result.exitCode == 1)
    #expect(
      result.errors.contains(
        "model/config.json: model_type is marian, which is no encoder for understanding."))
    let other = try runner.run("translate", ["--model", Self.model], input: "a\n")
    #expect(other.exitCode == 1)
    #expect(other.errors.contains("it understands text and does not translate"))
  }
}
