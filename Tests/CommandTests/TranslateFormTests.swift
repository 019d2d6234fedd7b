import Foundation
import Testing

/// What `translate` writes for a line.
@Suite struct TranslateFormTests {
  private let runner: CommandRunner
  private let input = "One man. Two men.\n\n3 4\n"

  init() throws {
    runner = try CommandRunner()
    try runner.makeModel("model")
  }

  private func translate(_ more: String..., input: String? = nil) throws -> CommandRunner.Result {
    try runner.run(
      "translate", ["--model", "model", "--max-length", "8"] + more, input: input ?? self.input)
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// Of an object that `--json` wrote.
  private struct Line: Decodable {
    struct Sentence: Decodable {
      var source: String
      var sourceTokens: [String]
      var hypotheses: [Hypothesis]
      var problems: [String]
    }

    var source: String
    var text: String
    var sentences: [Sentence]
  }

  private struct Hypothesis: Decodable {
    var text: String
    var score: Double
    var logProbability: Double
    var tokens: [String]
    var tokenScores: [Double]
    var alignment: [[Int]]
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> [Value] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try lines(text).map { try decoder.decode(type, from: Data($0.utf8)) }
  }

  @Test func nBestIsMarians() throws {
    let plain = lines(try translate().output)
    let result = try translate("--n-best", "3")
    #expect(result.exitCode == 0)
    let fields = lines(result.output).map {
      $0.split(separator: " ||| ", omittingEmptySubsequences: false)
    }
    #expect(fields.map { $0[0] } == ["0", "0", "0", "1", "2", "2", "2"])
    #expect(fields.allSatisfy { $0.count == 4 && $0[2].hasPrefix("F0= ") && Double($0[3]) != nil })
    for number in 0...2 {
      #expect(fields.first { $0[0] == "\(number)" }?[1] ?? "" == plain[number])
    }
    let scores = fields.suffix(3).compactMap { Double($0[3]) }
    #expect(scores == scores.sorted(by: >))
    let aligned = lines(try translate("--n-best", "2", "--alignment").output)
    #expect(aligned[0].split(separator: " ||| ", omittingEmptySubsequences: false).count == 5)
  }

  @Test func alignmentsComeAfterTheText() throws {
    let plain = lines(try translate().output)
    let aligned = lines(try translate("--alignment").output)
    #expect(aligned.count == 3 && aligned[1] == " ||| ")
    for (line, text) in zip(aligned, plain) {
      #expect(line.hasPrefix("\(text) ||| "))
      let pairs = line.dropFirst(text.count + 5).split(separator: " ").map {
        $0.split(separator: "-").compactMap { Int($0) }
      }
      #expect(pairs.allSatisfy { $0.count == 2 && (0..<4).contains($0[0]) })
    }
  }

  @Test func jsonHasAllThatIsKnown() throws {
    let plain = lines(try translate().output)
    let result = try decode(Line.self, translate("--json", "--n-best", "2").output)
    #expect(result.map(\.source) == ["One man. Two men.", "", "3 4"])
    #expect(result.map(\.text) == plain)
    #expect(result.map { $0.sentences.map(\.source) } == [["One man.", "Two men."], [], ["3 4"]])
    for sentence in result.flatMap(\.sentences) {
      #expect(sentence.hypotheses.count == 2 && !sentence.sourceTokens.isEmpty)
      for hypothesis in sentence.hypotheses {
        #expect((0...1).contains(hypothesis.tokenScores.count - hypothesis.tokens.count))
        #expect(abs(hypothesis.tokenScores.reduce(0, +) - hypothesis.logProbability) < 1e-4)
      }
    }
  }

  @Test func scoresAreThoseOfTheSearch() throws {
    let sentences = "3 4\n5\n\n"
    let found = try decode(
      Line.self, translate("--json", "--no-split", "--no-repair", input: sentences).output)
    try runner.write(found.map { $0.text + "\n" }.joined(), to: "target")
    let scored = try translate("--score", "--target", "target", input: sentences)
    #expect(scored.exitCode == 0 && scored.errors.isEmpty)
    #expect(lines(scored.output).count == 3)
    #expect(lines(scored.output)[2] == "0.0000")
    #expect(lines(scored.output).compactMap { Double($0) }.prefix(2).allSatisfy { $0 < 0 })

    struct Score: Decodable {
      var target: String
      var hypothesis: Hypothesis?
    }
    let json = try decode(
      Score.self, translate("--score", "--target", "target", "--json", input: sentences).output)
    #expect(json.map(\.target) == found.map(\.text))
    #expect(json[2].hypothesis == nil)
    for (line, score) in zip(json, lines(scored.output)) {
      #expect(abs((line.hypothesis?.logProbability ?? 0) - (Double(score) ?? 1)) < 1e-4)
    }
  }

  @Test(arguments: [
    ("1\n2\n", "1\n", "it ends after 1 lines, before the source standard input."),
    ("1\n", "1\n2\n", "it has more lines than the source."),
  ])
  func sourcesAndTargetsThatDoNotFitAreFound(input: String, target: String, message: String) throws
  {
    try runner.write(target, to: "target")
    let result = try translate("--score", "--target", "target", input: input)
    #expect(
      result.errors == """
        Error: target: \(message)
          Line n of one must be a translation of line n of the other.

        """)
    #expect(result.exitCode == 1)
  }

  @Test func aTranslationOfNothingIsFound() throws {
    try runner.write("1\n2\n", to: "target")
    let result = try translate("--score", "--target", "target", input: "1\n\n")
    #expect(
      result.errors == """
        Error: target:2: there is a translation, but its source is blank.
          Make the files line by line translations of each other.

        """)
  }

  @Test func aPairTooLongForTheModelIsFound() throws {
    try runner.write(String(repeating: "x", count: 100) + "\n", to: "target")
    let result = try translate("--score", "--target", "target", input: "1\n")
    #expect(result.errors.hasPrefix("Error: target:1: the translation has "))
    #expect(result.exitCode == 1)
  }

  @Test func explainsOnAPage() throws {
    let plain = try translate()
    let text = "<b>1 & 2</b>\n\u{5E9}\u{5DC}\u{5D5}\u{5DD}\n\n"
    let result = try translate("--explain", "page.html", input: text)
    #expect(result.exitCode == 0 && result.errors.isEmpty)
    #expect(try result.output == translate(input: text).output)
    #expect(plain.exitCode == 0)
    let page = try runner.read("page.html")
    #expect(page.contains("<p dir=\"auto\">&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>"))
    #expect(page.contains("<h2>standard input:2</h2>"))
    #expect(!page.contains("<b>1"))
    #expect(page.split(separator: "<svg ").count == 3)
    #expect(page.contains("Translations considered"))
    for link in ["http", "src=", "href=", "url(", "<script", "nan", "inf\""] {
      #expect(!page.contains(link))
    }
  }

  @Test func problemsAreReported() throws {
    let result = try translate("--report-problems", "--no-repair", input: "1\nsee 12345\n\n")
    #expect(result.exitCode == 0)
    let notes = lines(result.errors)
    #expect(notes.contains("translate: standard input:2: lost"))
    #expect(notes.last?.hasPrefix("translate: problems in ") ?? false)
    #expect(notes.last?.contains(" of 3 lines: ") ?? false)
    #expect(Set(notes).count == notes.count)
    let none = try translate("--report-problems", input: "\n")
    #expect(none.errors == "translate: problems in 0 of 1 lines\n")
  }
}
