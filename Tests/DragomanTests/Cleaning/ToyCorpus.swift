import Dragoman

/// A parallel corpus of two made-up languages, in which each word has one translation, and what can be done to it.
struct ToyCorpus {
  var pairs: [(source: String, target: String)]

  /// Sentences of four to twelve words of the commoner and the rarer of 300, and a mark.
  init(count: Int = 3_000, seed: UInt64 = 1) {
    var randomness = RandomStream(seed: seed)
    let words = (0..<300).map { _ in (Self.word(&randomness), Self.word(&randomness) + "en") }
    pairs = (0..<count).map { _ in
      let sentence = (0..<4 + Int(randomness.next() % 9)).map { _ in
        // Low numbers are commoner.
        words[Int(Float(words.count) * randomness.uniform() * randomness.uniform())]
      }
      return (
        sentence.map(\.0).joined(separator: " ") + ".",
        sentence.map(\.1).joined(separator: " ") + "."
      )
    }
  }

  private static func word(_ randomness: inout RandomStream) -> String {
    String(
      (0..<3 + randomness.next() % 5).map { _ in
        Array("abdefgiklmnoprstuvz")[Int(randomness.next() % 19)]
      })
  }

  /// The judgements of an examination of it.
  func examined(
    heldOut: [String] = [], learns: Bool = true, threads: Int = 2
  ) throws -> (findings: CorpusFindings, judgements: [PairJudgement]) {
    let folder = try TemporaryFolder()
    var options = CorpusExamination.Options()
    options.learns = learns
    options.threads = threads
    if !heldOut.isEmpty { options.heldOut = [try folder.write(heldOut, to: "test")] }
    let files = CorpusFiles(
      source: try folder.write(pairs.map(\.source), to: "source"),
      target: try folder.write(pairs.map(\.target), to: "target"))
    var judgements: [PairJudgement] = []
    let findings = try CorpusExamination(files, options: options).run { judgements.append($0) }
    return (findings, judgements)
  }
}
