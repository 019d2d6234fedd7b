import ArgumentParser
import CommandSupport
import Dragoman
import Glibc

/// Scores given translations, window by window: log P(translation | source) on a line each.
struct ScoringRun {
  private static let bytesOfWindow = 1 << 20

  let inputs: [InputFile]
  let target: LineReader
  let output: OutputFile
  let isJSON: Bool
  let options: DecodingOptions

  /// Writes the scores and, for a person at a terminal, the perplexity of all.
  ///
  /// - Throws: `InputError` about the files, also when they have not as many lines.
  func run(_ translator: Translator) throws {
    let progress = LineProgress()
    var (sum, tokens) = (0.0, 0)
    for input in inputs {
      let reader = try input.reader()
      while case let sources = try reader.next(bytes: Self.bytesOfWindow), !sources.isEmpty {
        let targets = try nextTargets(sources.count, reader)
        let (source, target) = (reader.lineNumber, target.lineNumber)
        let scored = try translator.score(sources, targets: targets, options: options) {
          let back = sources.count - 1 - $0
          return $1 ? "\(self.target.path):\(target - back)" : "\(reader.path):\(source - back)"
        }
        for (index, sentence) in scored.enumerated() {
          let hypothesis = sentence.hypotheses.first
          sum += Double(hypothesis?.logProbability ?? 0)
          tokens += hypothesis?.tokenScores.count ?? 0
          try output.write(line: line(sources[index], targets[index], sentence))
        }
        try output.flush()
        progress.add(sources.count)
      }
    }
    progress.end()
    guard try target.next() == nil else {
      throw InputError(
        target.path, "it has more lines than the source.",
        remedy: "Line n of one must be a translation of line n of the other.")
    }
    try output.close()
    if isatty(STDERR_FILENO) == 1, tokens > 0 {
      let perplexity = Figures.decimal(exp(-sum / Double(tokens)), places: 2)
      note("perplexity \(perplexity) over \(Figures.count(tokens)) tokens, end marks included")
    }
  }

  private func nextTargets(_ count: Int, _ reader: LineReader) throws -> [String] {
    try (0..<count).map { _ in
      guard let line = try target.next() else {
        throw InputError(
          target.path,
          "it ends after \(Figures.count(target.lineNumber)) lines, before the source \(reader.path).",
          remedy: "Line n of one must be a translation of line n of the other.")
      }
      return line
    }
  }

  private func line(_ source: String, _ target: String, _ sentence: TranslatedSentence) -> String {
    let hypothesis = sentence.hypotheses.first
    guard isJSON else {
      return Figures.decimal(Double(hypothesis?.logProbability ?? 0), places: 4)
    }
    let json: JSON = [
      "source": .string(source), "target": .string(target),
      "hypothesis": hypothesis.map { JSON($0) } ?? .null,
    ]
    return json.line
  }
}
