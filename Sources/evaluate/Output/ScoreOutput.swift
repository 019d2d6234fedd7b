import Dragoman

/// Scores as lines for people and programs, in sacreBLEU's forms.
struct ScoreOutput {
  private let evaluation: SystemEvaluation
  private let testSet: TestSet
  private let decimals: Int

  init(_ evaluation: SystemEvaluation, _ testSet: TestSet, decimals: Int) {
    self.evaluation = evaluation
    self.testSet = testSet
    self.decimals = decimals
  }

  /// A line for each metric, with the signature; they meet at the equals sign.
  var signed: [String] {
    let lines = evaluation.results.map { $0[0].score.signedDescription(decimals: decimals) }
    let widths = lines.map { $0.prefix { $0 != "=" }.count }
    let widest = widths.max() ?? 0
    return zip(lines, widths).map { String(repeating: " ", count: widest - $1) + $0 }
  }

  /// A line for each system: the scores and nothing else.
  var numbers: [String] {
    testSet.systems.indices.map { system in
      evaluation.results.map { Figures.decimal($0[system].score.score, places: decimals) }
        .joined(separator: "\t")
    }
  }

  /// For one system an object for each metric, for several an object for each system.
  var json: [String] {
    guard testSet.systems.count > 1 else {
      let scores = evaluation.results.map { $0[0].score.json(decimals: decimals) }
      return lines(of: scores.count == 1 ? scores[0] : .array(scores))
    }
    return lines(
      of: .array(
        testSet.systems.enumerated().map { index, system in
          .object(
            [JSON.Member("system", .string(system.name))]
              + evaluation.results.map { JSON.Member($0[index].score.name, $0[index].json) })
        }))
  }

  /// A line, or an object, for each sentence of the first system under the first metric.
  func sentences(json: Bool, scoreOnly: Bool) -> [String] {
    let metric = evaluation.metrics[0].forSentences
    let statistics = evaluation.results[0][0].statistics
    let scores = (0..<statistics.count).map {
      metric.report(of: Array(statistics[$0]), references: testSet.references.count)
    }
    if json { return lines(of: .array(scores.map { $0.json(decimals: decimals) })) }
    return scores.map {
      scoreOnly
        ? Figures.decimal($0.score, places: decimals) : $0.signedDescription(decimals: decimals)
    }
  }

  private func lines(of json: JSON) -> [String] {
    json.text.split(separator: "\n").map(String.init)
  }
}

extension SystemEvaluation.Result {
  /// The members that sacreBLEU writes, and the signature.
  fileprivate var json: JSON {
    func number(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
    return [
      "score": .number(score.score), "p_value": number(pValue),
      "mean": number(score.interval?.mean), "ci": number(score.interval?.halfWidth),
      "signature": .string(score.signature.description),
    ]
  }
}
