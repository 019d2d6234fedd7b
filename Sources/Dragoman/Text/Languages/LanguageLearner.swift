import Glibc

/// Learns a ``LanguageModel`` from text.
package struct LanguageLearner: Sendable {
  /// Text of a language.
  package struct Sample: Sendable {
    /// Its code of ISO 639-1.
    package var language: String
    /// Some thousand sentences or more.
    package var lines: [String]

    package init(language: String, lines: [String]) {
      self.language = language
      self.lines = lines
    }
  }

  /// How many sequences of each length are learned of a language, from one character up.
  private static let most = [200, 400, 600, 800]
  /// The share of sequences that a language may have without having been seen to.
  private static let unseen: Float = 1e-5

  private struct Counts {
    /// [longest] How often each sequence of a length occurs.
    var sequences = Array(repeating: WordCounts(), count: LanguageModel.longest)
  }

  /// Learns from samples, the languages in the order of the samples.
  package static func learn(_ samples: [Sample], threads: Int) -> LanguageModel {
    let counts = mapConcurrently(samples, threads: threads) { count($0.lines) }
    var chosen = Set<[UInt8]>()
    for counts in counts {
      for (counts, most) in zip(counts.sequences, most) {
        let order = counts.counts.indices.sorted { one, other in
          counts.counts[one] != counts.counts[other]
            ? counts.counts[one] > counts.counts[other]
            : counts.words[Int32(one)].lexicographicallyPrecedes(counts.words[Int32(other)])
        }
        for number in order.prefix(most) { chosen.insert(Array(counts.words[Int32(number)])) }
      }
    }
    var table = ByteStringTable(minimumCapacity: chosen.count)
    var evidence: [UInt8] = []
    let totals = counts.map { $0.sequences.map { Float(max(1, $0.counts.reduce(0, +))) } }
    for sequence in chosen.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      _ = table.insert(sequence.span)
      let length = sequence.count { !$0.isContinuation } - 1
      let logarithms = counts.indices.map { language in
        let words = counts[language].sequences[length]
        let count = words.words.number(of: sequence.span).map { words.counts[Int($0)] } ?? 0
        return log(Float(count) / totals[language][length] + unseen)
      }
      let likeliest = logarithms.max() ?? 0
      evidence += logarithms.map {
        min(LanguageModel.most, UInt8((2 * (likeliest - $0)).rounded()))
      }
    }
    return LanguageModel(
      languages: samples.map(\.language), sequences: table, evidence: evidence)
  }

  private static func count(_ lines: [String]) -> Counts {
    var words = WordCounts()
    var line = LineWords()
    for text in lines {
      line.read(text)
      for word in line.words where word.hasLettersOnly {
        words.add(line.bytes.span.extracting(word.range.lowerBound - 1..<word.range.upperBound + 1))
      }
    }
    var counts = Counts()
    for (number, count) in words.counts.enumerated() {
      let word = words.words[Int32(number)]
      LanguageModel.forEachSequence(of: word.span) { sequence in
        var characters = -1
        for index in sequence.indices where !sequence[index].isContinuation { characters += 1 }
        counts.sequences[characters].add(sequence, count: count)
      }
    }
    return counts
  }
}
