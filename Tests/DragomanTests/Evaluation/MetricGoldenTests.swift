import Dragoman
import Testing

/// What all metrics promise: sacreBLEU's scores, to the last bit of the number behind the digits.
@Suite struct MetricGoldenTests {
  @Test(arguments: try MetricGolden.cases())
  func scoresEqualSacreBLEU(golden: MetricGolden) throws {
    for expected in golden.scores {
      let metric = try expected.made()
      let score = try metric.score(hypotheses: golden.hypotheses, references: golden.references)
      let ours = "version:dragoman-\(dragomanVersion)"
      #expect(score.signedDescription().replacing(ours, with: "version:2.6.0") == expected.signed)
      #expect(score.score == expected.score, "\(expected.signed)")
    }
  }

  @Test(arguments: try MetricGolden.cases().filter { $0.scores.contains { $0.sentences != nil } })
  func sentenceScoresEqualSacreBLEU(golden: MetricGolden) throws {
    for expected in golden.scores {
      guard let sentences = expected.sentences else { continue }
      let metric = try expected.made()
      let statistics = try metric.statistics(
        hypotheses: golden.hypotheses, references: golden.references)
      #expect(metric.sentenceScores(statistics) == sentences, "\(expected.signed)")
    }
  }

  @Test func tokensEqualSacreBLEU() throws {
    let golden = try #require(try MetricGolden.cases().first { $0.tokens != nil })
    for (name, expected) in try #require(golden.tokens) {
      for (line, tokens) in zip(golden.hypotheses, expected) {
        #expect(
          try self.tokens(of: line, name).elementsEqual(tokens) { $0.utf8.elementsEqual($1.utf8) })
      }
    }
  }

  private func tokens(of line: String, _ name: String) throws -> [String] {
    var tokens: [String] = []
    let append = { (token: ArraySlice<Unicode.Scalar>) in
      tokens.append(String(String.UnicodeScalarView(token)))
    }
    switch name {
    case "tercom":
      TER(normalized: true, asianSupport: true).forEachWord(of: Array(line.unicodeScalars), append)
    case "tercom, no punctuation":
      TER(noPunctuation: true, asianSupport: true).forEachWord(
        of: Array(line.unicodeScalars), append)
    default:
      let tokenizer = try #require(MetricTokenizer(rawValue: name))
      tokenizer.forEachToken(in: Array(line.unicodeScalars), append)
    }
    return tokens
  }
}
