import Glibc

/// Measures a model in training on sentence pairs that it is not trained on.
///
/// Pairs of lengths that would not be trained on are left out here too.
struct Validator {
  private let sources: [String]
  private let references: [String]
  private let batches: [Batch]
  private let tokenizer: Tokenizer
  private let options: TranslationOptions

  /// - Throws: ``InputError`` when no pair has a length that can be trained on.
  init(
    _ corpus: ParallelCorpus, tokenizer: Tokenizer, maximumLength: Int, threads: Int
  ) throws {
    let tokenized = try TokenizedCorpus(
      corpus, tokenizer: tokenizer, maximumLength: maximumLength, threads: threads)
    guard tokenized.count > 0 else {
      throw InputError(
        "--valid-source", "no pair with text on both sides and at most \(maximumLength) tokens.",
        remedy: "Give other pairs to validate on.")
    }
    sources = tokenized.origins.map { corpus.source[$0] }
    references = tokenized.origins.map { corpus.target[$0] }
    let batcher = TokenBatcher(tokenized, batchTokens: GradientWorkers.shardTokens, seed: 0)
    batches = batcher.batches().map { Batch($0, of: tokenized) }
    self.tokenizer = tokenizer
    var options = TranslationOptions.sentences
    options.search.beamSize = 1
    options.search.threads = threads
    self.options = options
  }

  /// The perplexity of the references, and the BLEU of greedy translations.
  func validate(
    _ transformer: Transformer, _ weights: Weights, workers: GradientWorkers
  ) throws -> (perplexity: Double, bleu: Double) {
    let loss = workers.loss(of: batches, weights, smoothing: 0)
    let translations = try Translator(
      [DecodingModel(transformer, weights.packedForDecoding())], tokenizer
    )
    .translate(sources, options: options)
    let bleu = try BLEU().score(hypotheses: translations.map(\.text), references: [references])
    return (exp(loss.negativeLogLikelihood / Double(loss.tokens)), bleu.score)
  }
}
