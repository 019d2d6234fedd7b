/// Makes examples of texts with labels.
struct FineTuningReader {
  let tokenizer: Tokenizer
  let room: EncoderModel.Room
  let predictions: BERTConfiguration.Predictions
  let threads: Int

  /// - Throws: ``InputError`` naming the line with a label that the model does not have.
  func examples(of target: FineTuningSetup.Target) throws -> FineTuningExamples {
    switch target {
    case .labels(let corpus, let isNumber):
      let targets: [FineTuningExamples.Target] =
        try isNumber
        ? corpus.numbers().map { .number(Float($0)) }
        : corpus.classNumbers(among: predictions.classes).map { .label($0) }
      let tokens = mapConcurrently(corpus.rows, threads: threads) { row in
        (first: tokenizer.encode(row.first), second: row.second.map(tokenizer.encode))
      }
      return FineTuningExamples(
        zip(tokens, targets).map {
          FineTuningExamples.Example(first: $0.first, second: $0.second, target: $1)
        })
    case .tags(let corpus):
      let labels = try corpus.tagNumbers(among: predictions.tags)
      let words = mapConcurrently(corpus.sentences, threads: threads) { sentence in
        WordTokens.parts(of: sentence.words, tokenizer, atMost: room.text)
      }
      var examples: [FineTuningExamples.Example] = []
      for (parts, labels) in zip(words, labels) {
        for part in parts where !part.words.isEmpty {
          examples.append(
            FineTuningExamples.Example(
              first: part.tokens, second: nil,
              target: .tags(places: part.places, labels: part.words.map { labels[$0] })))
        }
      }
      return FineTuningExamples(examples)
    }
  }
}
