import Glibc

/// Measures a model in training on sentence pairs that it is not trained on.
///
/// Pairs of lengths that would not be trained on are left out here too.
struct Validator {
  private let parts: [Part]
  private let batches: [Batch]
  private let tokenizers: TokenizerPair
  private let threads: Int
  /// Sentences whose translations are shown.
  private static let sampleCount = 5

  /// The sentences of one corpus.
  private struct Part {
    let sources: [String]
    let references: [String]
    let tag: Int32?
  }

  /// What is measured.
  struct Measurement {
    /// exp of the mean -log p of the references' tokens.
    var perplexity: Double
    /// Of greedy translations.
    var bleu: Double
    /// Some translations.
    var samples: [ValidationReport.Sample]
  }

  /// - Throws: ``InputError`` when no pair has a length that can be trained on.
  init(_ parts: [CorpusPart], encoder: PairEncoder, threads: Int) throws {
    let tokenizers = encoder.tokenizers
    let tokenized = try TokenizedCorpus(parts, encoder: encoder, threads: threads)
    guard tokenized.count > 0 else {
      throw InputError(
        "--valid-source",
        "no pair with text on both sides and at most \(encoder.maximumLength) tokens.",
        remedy: "Give other pairs to validate on.")
    }
    self.parts = try parts.enumerated().map { number, part in
      let pairs = tokenized.origins.filter { $0.part == number }.map(\.pair)
      return Part(
        sources: pairs.map { part.text.source[$0] }, references: pairs.map { part.text.target[$0] },
        tag: try part.tag.map(tokenizers.id))
    }
    let batcher = TokenBatcher(tokenized, batchTokens: TrainingOptions().shardTokens, seed: 0)
    batches = batcher.batches().map { Batch($0, of: tokenized) }
    self.tokenizers = tokenizers
    self.threads = threads
  }

  func validate(
    _ transformer: Transformer, _ values: ParameterBuffer, workers: GradientWorkers
  ) throws -> Measurement {
    let weights = Weights(layout: transformer.layout, values: values)
    let loss = workers.loss(of: batches, weights)
    let model = DecodingModel(transformer, weights.packedForDecoding())
    var options = TranslationOptions.sentences
    options.search.beamSize = 1
    options.search.threads = threads
    let translations = parts.flatMap { part in
      Translator([model], tokenizers, sourceTag: part.tag)
        .translate(part.sources, options: options).map(\.text)
    }
    let references = parts.flatMap(\.references)
    let bleu = try BLEU().score(hypotheses: translations, references: [references])
    let sources = parts.flatMap(\.sources)
    let samples = (0..<min(Self.sampleCount, sources.count)).map { number in
      let place = number * sources.count / Self.sampleCount
      return ValidationReport.Sample(
        source: sources[place], reference: references[place], translation: translations[place])
    }
    return Measurement(
      perplexity: exp(loss.negativeLogLikelihood / Double(loss.tokens)), bleu: bleu.score,
      samples: samples)
  }
}
