import Glibc

/// Measures a translator in training on sentence pairs that it is not trained on.
///
/// The score is BLEU of greedy translations, or chrF where the references put no spaces between words: to
/// BLEU each such line would be one word. Pairs of lengths that would not be trained on are left out here
/// too.
struct TranslationValidation: Validation {
  private let transformer: Transformer
  private let parts: [Part]
  private let shards: [any TrainingShard]
  private let tokenizers: TokenizerPair
  private let metric: any Metric
  private let threads: Int
  let fingerprint: UInt64
  /// Sentences whose translations are shown.
  private static let sampleCount = 5

  /// The sentences of one corpus.
  private struct Part {
    let sources: [String]
    let references: [String]
    let tag: Int32?
  }

  /// - Parameters:
  ///   - parts: The corpora.
  ///   - tokenized: Their tokens.
  /// - Throws: ``InputError`` when no pair has a length that can be trained on, or the vocabulary lacks a
  ///   tag.
  init(
    _ parts: [CorpusPart], _ tokenized: TokenizedCorpus, encoder: PairEncoder,
    model: ModelConfiguration, threads: Int
  ) throws {
    guard tokenized.count > 0 else {
      throw InputError(
        "\(Setting.validSource)",
        "no pair with text on both sides and at most \(encoder.maximumLength) tokens.",
        remedy: "Give other pairs to validate on.")
    }
    tokenizers = encoder.tokenizers
    let origins = try (0..<tokenized.count).map { try tokenized.pair($0).origin }
    self.parts = try parts.enumerated().map { number, part in
      let pairs = try origins.filter { $0.part == number }.map { try part.text.pair($0.pair) }
      return Part(
        sources: pairs.map(\.source), references: pairs.map(\.target),
        tag: try part.tag.map(encoder.tokenizers.id))
    }
    let transformer = Transformer(model)
    let batcher = TokenBatcher(tokenized, batchTokens: TrainingOptions().shardTokens, seed: 0)
    shards = try batcher.batches().map {
      TranslationShard(transformer, try Batch($0, of: tokenized))
    }
    self.transformer = transformer
    self.threads = threads
    let script = Script.main(of: self.parts.flatMap(\.references))
    metric = script?.isUnspaced == true ? ChrF() : BLEU()
    fingerprint = tokenized.fingerprint
  }

  func measure(_ parameters: ParameterBuffer, on workers: GradientWorkers) throws -> Measurement {
    let weights = Weights(layout: transformer.layout, parameters: parameters)
    let loss = workers.loss(of: shards, weights)
    let model = DecodingModel(transformer, weights.packedForDecoding())
    var options = TranslationOptions.sentences
    options.search.beamSize = 1
    options.search.threads = threads
    let translations = parts.flatMap { part in
      Translator([model], tokenizers.tagged(part.tag))
        .translate(part.sources, options: options).map(\.text)
    }
    let references = parts.flatMap(\.references)
    let score = try metric.score(hypotheses: translations, references: [references])
    let sources = parts.flatMap(\.sources)
    let shown = min(Self.sampleCount, sources.count)
    let samples = (0..<shown).map { number in
      let place = number * sources.count / shown
      return ValidationReport.Sample(
        source: sources[place], reference: references[place], translation: translations[place])
    }
    let perplexity = exp(loss.negativeLogLikelihood / Double(loss.tokens))
    return Measurement(
      measure: metric.name, score: score.score,
      perplexity: perplexity.isFinite ? min(perplexity, 1e9) : 1e9, samples: samples)
  }
}
