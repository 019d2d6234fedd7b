import Dragoman
import Testing

@Suite struct SignificanceTests {
  private let golden: SignificanceGolden

  init() throws { golden = try SignificanceGolden.load() }

  @Test func drawsAreNumPys() {
    for expected in golden.draws {
      var generator = PCG64(seed: expected.seed)
      #expect(expected.below7.map { _ in generator.next(below: 7) } == expected.below7)
      generator = PCG64(seed: expected.seed)
      #expect(
        expected.belowMost.map { _ in generator.next(below: 3 << 30 + 1) } == expected.belowMost)
      #expect(expected.one.map { _ in generator.next(below: 1) } == expected.one)
    }
  }

  /// sacreBLEU computes resampled scores in 32 bits, which is where means and intervals differ from
  /// ours; the shares that are p-values do not.
  @Test(arguments: try SignificanceGolden.load().tests)
  func resultsEqualSacreBLEU(expected: SignificanceGolden.Test) throws {
    let test = try #require(PairedTest(rawValue: expected.test))
    for threads in [1, 3] {
      var evaluation = try SystemEvaluation(
        of: golden.systems, references: Array(golden.references.prefix(expected.references)),
        metrics: [BLEU(), ChrF(), TER()], threads: threads)
      evaluation.resample(
        test, Resampling(samples: expected.samples, seed: expected.seed, threads: threads))
      for (metric, results) in zip(expected.metrics, evaluation.results) {
        #expect(metric.name == results[0].score.name)
        for (expected, result) in zip(metric.results, results) {
          #expect(abs(expected.score - result.score.score) < 1e-9)
          #expect(expected.p == result.pValue, "\(metric.name)")
          #expect(isClose(expected.mean, result.score.interval?.mean))
          #expect(isClose(expected.ci, result.score.interval?.halfWidth))
          let signature = result.score.signature.description
          let ours = "version:dragoman-\(dragomanVersion)"
          #expect(signature.replacing(ours, with: "version:2.6.0") == metric.signature)
        }
      }
    }
  }

  private func isClose(_ expected: Double?, _ found: Double?) -> Bool {
    guard let expected, let found else { return (expected == nil) == (found == nil) }
    return abs(expected - found) < 1e-4
  }

  @Test func systemsAndThreadsDoNotSeeEachOther() throws {
    let metrics: [any Metric] = [BLEU(), ChrF(wordOrder: 2), TER(normalized: true)]
    let together = try SystemEvaluation(
      of: golden.systems, references: golden.references, metrics: metrics, threads: 3)
    for (metric, results) in zip(metrics, together.results) {
      for (system, result) in zip(golden.systems, results) {
        let alone = try metric.statistics(hypotheses: system, references: golden.references)
        #expect(result.statistics == alone)
      }
    }
  }

  @Test func equalSystemsDoNotDiffer() throws {
    var evaluation = try SystemEvaluation(
      of: [golden.systems[0], golden.systems[0]], references: [golden.references[0]],
      metrics: [BLEU()])
    for test in PairedTest.allCases {
      evaluation.resample(test, Resampling(samples: 100))
      #expect(evaluation.results[0][1].pValue == 1)
    }
  }

  @Test func oneSentenceHasAScoreButNoSpread() throws {
    var evaluation = try SystemEvaluation(
      of: [["a b c d e"], ["a b c d"]], references: [["a b c d e"]], metrics: [BLEU()])
    evaluation.resample(.bootstrap, Resampling(samples: 10))
    #expect(evaluation.results[0][0].score.interval?.halfWidth == 0)
    #expect(isClose(100, evaluation.results[0][0].score.interval?.mean))
    evaluation.resample(.approximateRandomization, Resampling(samples: 10))
    #expect(evaluation.results[0][1].pValue == 1.0 / 11)
  }

  @Test func refusesWhatHasNoScore() {
    #expect(throws: InputError("reference 1", "2 lines for 1 hypotheses.")) {
      try SystemEvaluation(of: [["a"]], references: [["a", "b"]], metrics: [BLEU()])
    }
  }
}
