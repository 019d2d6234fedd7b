/// How much memory a run takes: what it keeps for every parameter, and what each thread keeps of the tokens
/// that it works on.
struct TrainingMemory {
  private let parameters: Int
  private let tables: Int
  private let floatsOfToken: Int
  private let buffers: Int
  private let threads: Int

  /// Label tokens of the smallest shard that is worth working on.
  private static let leastShard = 64
  /// Room for everything else: code, text, the tokens of a typical corpus.
  private static let base = 64 << 20

  init(_ model: ModelConfiguration, options: TrainingOptions, threads: Int) {
    let layout = Transformer(model).layout
    parameters = layout.count
    tables = layout.tables.reduce(0) { $0 + $1.count }
    self.threads = threads
    // Weights, their average, two moments and the gradient.
    buffers = 5 + options.averagedCheckpoints
    let width = model.modelSize
    // Every linear layer and norm keeps what it made: three projections, the context, two sums and two norms
    // of a self-attention and a feed-forward layer, and the same of attention to the source.
    let encoder = model.encoderLayers * (8 * width + model.encoderFeedForwardSize)
    let decoder = model.decoderLayers * (14 * width + model.decoderFeedForwardSize)
    // Half as much again for gradients under way, probabilities of attention and a block of logits.
    floatsOfToken = (encoder + decoder) * 3 / 2
  }

  /// Bytes at the peak, by the size of a shard.
  func bytes(shardTokens: Int) -> Int {
    let floats = parameters * buffers + threads * (tables + shardTokens * floatsOfToken)
    return Self.base + floats * MemoryLayout<Float>.stride
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
        "\(limit >> 20) MiB, but the model needs \(bytes(shardTokens: tokens) >> 20) MiB "
          + "on \(threads) thread\(threads == 1 ? "" : "s").",
        remedy: "Give more, fewer \(Setting.threads), or a smaller \(Setting.preset).")
    }
    return tokens
  }
}
