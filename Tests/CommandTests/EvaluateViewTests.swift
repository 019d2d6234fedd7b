import Dragoman
import Foundation
import Testing

/// What `evaluate` shows of several systems, of sentences, and in other forms. The figures are
/// sacreBLEU's: `sacrebleu reference -i first second --paired-bs --metrics bleu chrf --width 2`.
@Suite struct EvaluateViewTests {
  private let runner: CommandRunner
  private let version = "version:dragoman-\(dragomanVersion)"

  init() throws {
    runner = try CommandRunner()
    try runner.write("the cat sat on the mat\na dog barked at me\n", to: "reference")
    try runner.write("the cat sat on a mat\nA dog barked at me\n", to: "first")
    try runner.write("the cat sat on the mat\nthe dog barked at you\n", to: "second")
    try runner.write("die Katze saß auf der Matte\nein Hund <b>bellte</b>\n", to: "source")
  }

  private func evaluate(_ arguments: String...) throws -> CommandRunner.Result {
    try runner.run("evaluate", ["--reference", "reference"] + arguments)
  }

  @Test func severalSystemsAreATable() throws {
    let result = try evaluate("first", "second", "--metrics", "bleu", "chrf")
    #expect(
      result.output == """
        system      BLEU (μ ± 95% CI)          p     chrF2 (μ ± 95% CI)          p
        first    59.42 (59.80 ± 6.57)  baseline   77.17 (77.73 ± 12.56)  baseline
        second  72.27 (69.78 ± 33.28)    0.2667   86.77 (86.23 ± 14.61)    0.2667

        p: paired bootstrap against first, 1,000 samples, seed 12345; * where p < 0.05

        BLEU   nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|\(version)
        chrF2  nrefs:1|bs:1000|seed:12345|case:mixed|eff:yes|nc:6|nw:0|space:no|\(version)

        """)
    #expect(result.errors.isEmpty)
  }

  @Test func everyThreadCountGivesTheSame() throws {
    let arguments = ["--metrics", "bleu", "chrf", "ter", "--worst", "1", "--compare", "1"]
    for test in ["--paired-bs", "--paired-ar"] {
      let results = try ["1", "2", "5"].map { threads in
        try runner.run(
          "evaluate",
          ["--reference", "reference", "first", "second", test, "--threads", threads] + arguments
        ).output
      }
      #expect(results[0].contains("baseline"))
      #expect(results[1] == results[0])
      #expect(results[2] == results[0])
    }
  }

  @Test func scoresAloneAreForPrograms() throws {
    #expect(try evaluate("first", "-b").output == "59.42\n")
    #expect(try evaluate("first", "-b", "--width", "4").output == "59.4217\n")
    let both = try evaluate("first", "second", "--score-only", "--metrics", "bleu", "chrf")
    #expect(both.output == "59.42\t77.17\n72.27\t86.77\n")
    #expect(
      try evaluate("first", "-b", "--sentence-level", "--metrics", "chrf").output
        == "65.98\n91.10\n")
    #expect(
      try evaluate("first", "--sentence-level").output == """
        BLEU|nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|\(version) = 53.73 \
        83.3/60.0/50.0/33.3 (BP = 1.000 ratio = 1.000 hyp_len = 6 ref_len = 6)
        BLEU|nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|\(version) = 66.87 \
        80.0/75.0/66.7/50.0 (BP = 1.000 ratio = 1.000 hyp_len = 5 ref_len = 5)

        """)
  }

  @Test func jsonHasTheFieldsOfSacreBLEU() throws {
    let one = try evaluate("first", "--json").output
    #expect(
      one == """
        {
          "name": "BLEU",
          "score": 59.42,
          "signature": "nrefs:1|bs:1000|seed:12345|case:mixed|eff:no|tok:13a|smooth:exp|\(version)",
          "confidence_mean": 59.8,
          "confidence_var": 6.57,
          "confidence": "μ = 59.80 ± 6.57",
          "verbose_score": "81.8/66.7/57.1/40.0 (BP = 1.000 ratio = 1.000 hyp_len = 11 ref_len = 11)",
          "nrefs": "1",
          "bs": "1000",
          "seed": "12345",
          "case": "mixed",
          "eff": "no",
          "tok": "13a",
          "smooth": "exp",
          "version": "dragoman-\(dragomanVersion)"
        }

        """)
    let several = try evaluate("first", "second", "--json", "--metrics", "chrf").output
    let systems = try #require(
      try JSONSerialization.jsonObject(with: Data(several.utf8)) as? [[String: Any]])
    #expect(systems.map { $0["system"] as? String } == ["first", "second"])
    let scores = systems.map { $0["chrF2"] as? [String: Any] }
    #expect(scores[0]?["p_value"] is NSNull)
    #expect((scores[1]?["p_value"] as? Double).map { $0 > 0.2 && $0 < 0.3 } == true)
    #expect(scores[1]?.keys.sorted() == ["ci", "mean", "p_value", "score", "signature"])
  }

  @Test func worstSentencesAreShownWithTheirDifferences() throws {
    let result = try evaluate(
      "first", "--source", "source", "--worst", "1", "--metrics", "chrf", "--no-confidence")
    #expect(
      result.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        .joined(separator: "\n") == """

          == worst sentences of first

          line 1  chrF2 65.98
            source     die Katze saß auf der Matte
            reference  the cat sat on {+the+} mat
            first      the cat sat on [-a-] mat

          """)
  }

  @Test func comparisonShowsGainsAndLosses() throws {
    let result = try evaluate("first", "second", "--compare", "5", "--no-confidence")
    #expect(
      result.output.components(separatedBy: "\n\n== ").dropFirst().joined(separator: "\n\n== ")
        == """
        gains of second on first

        line 1  BLEU 53.73 → 100.00
          reference  the cat sat on the mat
          first      the cat sat on [-a-] mat
          second     the cat sat on the mat

        == losses of second on first

        line 2  BLEU 66.87 → 39.76
          reference  a dog barked at me
          first      [-A-] dog barked at me
          second     [-the-] dog barked at [-you-]

        """)
  }

  @Test func reportIsOneSafePage() throws {
    let result = try evaluate(
      "first", "second", "--source", "source", "--report", "report.html", "-b")
    #expect(result.output == "59.42\n72.27\n")
    let page = try runner.read("report.html")
    #expect(page.contains("ein Hund &lt;b&gt;bellte&lt;/b&gt;"))
    #expect(page.contains("<del>the</del> dog barked at <del>you</del>"))
    #expect(page.contains("<td><small>baseline</small></td>"))
    #expect(page.contains("BLEU|nrefs:1|bs:1000|seed:12345|"))
    #expect(page.contains("dir=\"auto\""))
    for link in ["http", "src=", "href=", "url(", "<script", "<b>"] {
      #expect(!page.contains(link))
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: runner.folder.path)
    #expect(!files.contains { $0.contains("writing") })
  }

  @Test func suspiciousFilesAreWarnedAbout() throws {
    try runner.write("the cat sat on a mat .\r\n\r\n", to: "windows")
    let result = try evaluate("windows", "--source", "source", "first", "reference", "-b")
    #expect(
      result.errors == """
        evaluate: warning: windows: 2 lines end in a carriage return, which is not counted; \
        write the file with Unix line ends.
        evaluate: warning: windows:2: 1 line without a translation, where the reference has text; \
        they count as wrong; translate them.
        evaluate: warning: windows:1: 1 line with punctuation set apart from words; \
        score detokenised text, for the metric tokenises it itself.
        evaluate: warning: reference: equals a reference in every line; \
        score what a system translated.

        """)
    #expect(result.exitCode == 0)
    #expect(result.output.split(separator: "\n").count == 3)
  }

  @Test func textWithoutSpacesNeedsAnotherTokenizer() throws {
    try runner.write("你好，世界。\n", to: "reference")
    try runner.write("世界，你好。\n", to: "first")
    let errors = try evaluate("first").errors
    #expect(errors.contains("Han has no spaces, so BLEU's tokens are whole sentences; use "))
    #expect(try evaluate("first", "--tokenize", "zh").errors.isEmpty)
    #expect(try evaluate("first", "--metrics", "chrf").errors.isEmpty)
  }

  @Test func aModelTranslatesAndIsScored() throws {
    try runner.makeModel("model")
    let translated = try runner.run("translate", ["--model", "model", "source"])
    try runner.write(translated.output, to: "translated")
    let expected = try evaluate("translated", "--metrics", "chrf", "--source", "source").output
    let result = try evaluate("--model", "model", "--source", "source", "--metrics", "chrf")
    #expect(result.output == expected)
    let both = try evaluate("first", "--model", "model", "--source", "source", "-b")
    #expect(both.output.hasPrefix("59.42\n"))
    let greedy = try evaluate(
      "--model", "model", "--source", "source", "--beam-size", "0")
    #expect(greedy.exitCode == 64)
  }
}
