/// How much memory a run takes: its corpora, what it keeps for every parameter, and what each thread keeps of the
/// tokens that it works on.
struct TrainingMemory {
  private let corpus: CorpusMemory
  private let options: TrainingOptions
  /// Floats of all buffers of parameters but gradients.
  private let kept: Int
  /// Floats of a buffer of parameters.
  private let parameters: Int
  /// Floats of the layers' largest matrix, of which a thread holds the gradient.
  private let largestMatrix: Int
  /// Floats that a thread has at hand to update parameters, in the place of activations.
  private let floatsOfUpdate: Int
  private let tables: Int
  private let floatsOfToken: Int
  private let threads: Int

  /// Label tokens of the smallest shard that is worth working on.
  private static let leastShard = 64
  /// What a program has beside: code, the vocabulary, what is under way.
  static let base = 64 << 20

  init(
    _ model: ModelConfiguration, _ corpus: CorpusMemory, options: TrainingOptions, threads: Int
  ) {
    self.corpus = corpus
    let layout = Transformer(model).layout
    tables = layout.tables.reduce(0) { $0 + $1.count }
    self.threads = threads
    self.options = options
    parameters = layout.count
    largestMatrix = layout.layerMatrices.map(\.count).max() ?? 0
    // Weights and their average.
    let optimizer = options.optimizer.memory(of: layout)
    kept = (2 + options.averagedCheckpoints) * layout.count + optimizer.kept
    floatsOfUpdate = optimizer.ofThread
    let width = model.modelSize
    // Every linear layer and norm keeps what it made: three projections, the context, two sums and two norms
    // of a self-attention and a feed-forward layer, and the same of attention to the source.
    func attention(_ heads: Int) -> Int { heads * (model.headSize ?? width / heads) }
    // With a gate there are two projections and their product.
    let inner = model.hasGatedFeedForward ? 3 : 1
    let encoder =
      model.encoderLayers
      * (4 * attention(model.encoderHeads) + 4 * width + inner * model.encoderFeedForwardSize)
    let decoder =
      model.decoderLayers
      * (8 * attention(model.decoderHeads) + 6 * width + inner * model.decoderFeedForwardSize)
    // Half as much again for gradients under way, probabilities of attention and a block of logits.
    floatsOfToken = (encoder + decoder) * 3 / 2
  }

  /// Bytes at the peak, by the size of a shard.
  func bytes(shardTokens: Int) -> Int {
    Self.base + corpus.kept + modelBytes(shardTokens: shardTokens)
  }

  private func modelBytes(shardTokens: Int) -> Int {
    let ofThread = tables + largestMatrix + max(shardTokens * floatsOfToken, floatsOfUpdate)
    var options = options
    options.shardTokens = shardTokens
    let shards = TokenBatcher.shardCount(
      labels: options.batchTokens, tokens: options.pairTokensOfShard)
    let sums = GradientTree(shards: shards).part().sumCount
    let floats = kept + sums * parameters + threads * ofThread
    return floats * MemoryLayout<Float>.stride
  }

  /// The largest shard, up to that of the options, with which a run stays below a limit.
  ///
  /// - Throws: ``InputError`` when none does.
  func shardTokens(atMost most: Int, within limit: Int) throws -> Int {
    var tokens = most
    while tokens > Self.leastShard, bytes(shardTokens: tokens) > limit {
      tokens = max(Self.leastShard, tokens * 3 / 4)
    }
    guard bytes(shardTokens: tokens) <= limit else {
      throw InputError(
        "\(Setting.memoryLimit)",
        "\(limit >> 20) MiB, but the run needs \(Figures.mebibytes(bytes(shardTokens: tokens))): "
          + "\(Figures.mebibytes(corpus.kept)) for the text and the tokens of the corpus, "
          + "\(Figures.mebibytes(modelBytes(shardTokens: tokens))) for the model on "
          + "\(threads) thread\(threads == 1 ? "" : "s"), and some beside.",
        remedy: "Give more, fewer sentence pairs, fewer \(Setting.threads), or a smaller "
          + "\(Setting.preset).")
    }
    return tokens
  }
}
