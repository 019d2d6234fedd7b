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

  /// From labelled texts to a model, to labels of other texts, to their scores.
  @Test func classifiersAreTrainedAndScored() throws {
    let runner = try CommandRunner()
    let (german, english) = (["der", "alte", "fluss", "ein"], ["the", "old", "river", "mill"])
    func texts(_ numbers: Range<Int>) -> String {
      numbers.map { number in
        let words = number % 2 == 0 ? german : english
        let text = (0..<4).map { words[(number / 2 + $0 * $0) % 4] }.joined(separator: " ")
        return "\(number % 2 == 0 ? "de" : "en")\t\(text)\n"
      }.joined()
    }
    try runner.write(texts(0..<60), to: "train.tsv")
    try runner.write(texts(60..<70), to: "test.tsv")
    try runner.write(
      texts(60..<70).replacing("de\t", with: "").replacing("en\t", with: ""), to: "test")
    let trained = try runner.run(
      "train",
      [
        "classify", "train.tsv", "--valid", "test.tsv", "--model", "model", "--model-size", "32",
        "--layers", "1", "--vocabulary-size", "300", "--learning-rate", "0.005", "--warmup", "5",
        "--max-updates", "40", "--valid-every", "40", "--precision", "float32",
      ])
    #expect(trained.exitCode == 0, "\(trained.errors)")
    #expect(trained.output.contains("accuracy 100.00"))
    let labels = try runner.run(
      "understand", ["classify", "--model", "model", "test", "--output", "labels"])
    #expect(labels.exitCode == 0, "\(labels.errors)")
    let scores = try runner.run("evaluate", ["labels", "labels", "--gold", "test.tsv"])
    #expect(scores.output.hasPrefix("accuracy = 1.0000\n"))
    let refused = try runner.run("understand", ["tag", "--model", "model", "test"])
    #expect(refused.errors.contains("--model: the model knows no tags."))
  }
}
