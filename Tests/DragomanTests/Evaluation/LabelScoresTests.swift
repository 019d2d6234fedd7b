import FoundationEssentials
import Testing

import Dragoman

/// Scores of labels against scikit-learn, SciPy and seqeval; `Golden/labels.py` made the figures.
@Suite struct LabelScoresTests {
  private static func golden() throws -> JSON {
    let data = try Data(contentsOf: Golden.folder.appending(path: "labels.json"))
    return try JSON(parsing: String(decoding: data, as: UTF8.self), place: "labels.json")
  }

  private static func number(_ value: JSON?) -> Double {
    if case .number(let number)? = value { number } else { .nan }
  }

  private static func strings(_ value: JSON?) -> [String] {
    value?.elements?.compactMap(\.stringValue) ?? []
  }

  private func expect(_ found: Double, _ expected: JSON?, _ what: String) {
    #expect(abs(found - Self.number(expected)) < 1e-12, "\(what)")
  }

  @Test func classesAreScikitLearns() throws {
    let cases = try #require(try Self.golden()["classes"]?.elements)
    #expect(cases.count == 3)
    for golden in cases {
      let scores = ClassificationScores(
        gold: Self.strings(golden["gold"]), predicted: Self.strings(golden["predicted"]))
      expect(scores.accuracy, golden["accuracy"], "accuracy")
      expect(scores.macroF1, golden["macroF1"], "macro F1")
      expect(scores.weightedF1, golden["weightedF1"], "weighted F1")
      expect(scores.matthews, golden["matthews"], "Matthews")
      let rows = try #require(golden["classes"]?.elements)
      #expect(scores.classes.map(\.name) == rows.compactMap { $0.elements?[0].stringValue })
      for (row, expected) in zip(scores.classes, rows) {
        let figures = [row.precision, row.recall, row.f1, Double(row.support)]
        for (figure, value) in zip(figures, expected.elements?.dropFirst() ?? []) {
          expect(figure, value, row.name)
        }
      }
    }
  }

  @Test func numbersAreSciPys() throws {
    for golden in try #require(try Self.golden()["numbers"]?.elements) {
      func numbers(_ key: String) -> [Double] { golden[key]?.elements?.map(Self.number) ?? [] }
      let correlation = Correlation(gold: numbers("gold"), predicted: numbers("predicted"))
      expect(correlation.pearson, golden["pearson"], "Pearson")
      expect(correlation.spearman, golden["spearman"], "Spearman")
    }
  }

  @Test func tagsAreSeqevals() throws {
    let cases = try #require(try Self.golden()["tags"]?.elements)
    #expect(cases.count == 2)
    for golden in cases {
      func tags(_ key: String) -> [[String]] { golden[key]?.elements?.map(Self.strings) ?? [] }
      let scores = EntityScores(gold: tags("gold"), predicted: tags("predicted"))
      expect(scores.accuracy, golden["accuracy"], "accuracy")
      for (score, key) in [(scores.micro, "micro"), (scores.macro, "macro")] {
        let figures = [score.precision, score.recall, score.f1]
        for (figure, value) in zip(figures, golden[key]?.elements ?? []) {
          expect(figure, value, key)
        }
      }
      let rows = try #require(golden["kinds"]?.elements)
      #expect(scores.kinds.map(\.name) == rows.compactMap { $0.elements?[0].stringValue })
      for (kind, expected) in zip(scores.kinds, rows) {
        let figures = [
          kind.score.precision, kind.score.recall, kind.score.f1, Double(kind.support),
        ]
        for (figure, value) in zip(figures, expected.elements?.dropFirst() ?? []) {
          expect(figure, value, kind.name)
        }
      }
    }
  }
}
