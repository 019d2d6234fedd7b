/// How a model is trained. Runs with equal options, model and corpus end in equal weights.
///
/// Coded under the names of the command's options.
public struct TrainingOptions: Codable, Sendable, Equatable {
  /// Decides the initial weights, the order of the corpus and what dropout drops. Default 1.
  public var seed: UInt64 = 1
  /// Label tokens of a batch. Default 4096.
  public var batchTokens = 4096
  /// The highest learning rate, reached at the end of the warm-up. Default 0.001.
  public var learningRate: Float = 0.001
  /// Updates over which the learning rate grows from 0. Default 1000.
  public var warmup = 1000
  /// What changes the weights by their gradients. Default Adam.
  public var optimizer = OptimizerName.adam
  /// How much of the mean of the gradients Adam keeps at each update. Default 0.9; this and the next
  /// two are those of Vaswani et al. 2017.
  public var beta1: Float = 0.9
  /// How much of the mean of their squares it keeps. Default 0.98.
  public var beta2: Float = 0.98
  /// What it adds to the root of that mean. Default 1e-9.
  public var epsilon: Float = 1e-9
  /// The norm that the gradient of an update is scaled down to when it is longer; 0 for never.
  /// Default 1.
  public var clipNorm: Float = 1
  /// Probability given to the whole vocabulary in the loss (Szegedy et al. 2016). Default 0.1.
  public var labelSmoothing: Float = 0.1
  /// Rate of dropout of embeddings and sublayers. Default 0.1.
  public var dropout: Float = 0.1
  /// Rate of dropout of attention's probabilities. Default 0.
  public var attentionDropout: Float = 0
  /// Rate of dropout of inner feed-forward activations. Default 0.
  public var activationDropout: Float = 0
  /// Rate of dropout of whole tokens (Gal & Ghahramani 2016; Sennrich & Zhang 2019). Default 0.
  public var wordDropout: Float = 0
  /// Probability with which a merge is left out when words are split (BPE-dropout, Provilkov et al.
  /// 2020); of unigram vocabularies, any value above 0 draws splits by the powers of their probabilities
  /// (Kudo 2018). Default 0.
  public var subwordDropout: Float = 0
  /// The share of pairs that are shown in capitals or in title case, half of them each, in 0 ... 1: text has
  /// few of these, and headings are written so. Default 0.
  public var recasing: Float = 0
  /// Weight of the divergence between two passes over each pair under different dropout (R-Drop, Liang
  /// et al. 2021); 0 for one pass. Default 0.
  public var consistency: Float = 0
  /// Weight of the loss that makes attention look at the words that are translated, by alignments that are
  /// learned from the corpus before (guided alignment, Chen et al. 2016); 0 for none. Default 0.
  public var guidedAlignment: Float = 0
  /// How much of the averaged weights stays at each update: they are validated, saved and translated
  /// with (Polyak & Juditsky 1992). 0 for no averaging. Default 0.999.
  public var averageDecay: Float = 0.999
  /// Over how many validations, this one included, the weights are averaged instead (Vaswani et al. 2017,
  /// section 6.1); 0 for the decaying average. Default 0.
  public var averagedCheckpoints = 0
  /// What the learning rate of an encoder and its embedding is multiplied with, in 0 ... 1: less than 1 for one that
  /// was trained before. Default 1.
  public var encoderRate: Float = 1
  /// Updates at the beginning in which these do not change. Default 0.
  public var encoderFreeze = 0
  /// What the factors of products are rounded to; weights, gradients and sums are float32. Default float32.
  public var precision = ProductPrecision.float32
  /// What the gradients that travel between processes are rounded to. bfloat16 halves what is sent, and rounds the
  /// same sums in one process. Default float32.
  public var communicate = ProductPrecision.float32
  /// The longest side of a pair in tokens; longer pairs are left out. Default 256.
  public var maximumLength = 256
  /// Label tokens that a thread works on at once: more are faster up to a point, and take more memory.
  /// Default 1024.
  public var shardTokens = 1024

  /// The defaults.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case seed, warmup, optimizer, beta1, beta2, epsilon, dropout, precision
    case communicate
    case batchTokens = "batch-tokens"
    case learningRate = "learning-rate"
    case clipNorm = "clip-norm"
    case labelSmoothing = "label-smoothing"
    case attentionDropout = "attention-dropout"
    case activationDropout = "activation-dropout"
    case wordDropout = "word-dropout"
    case subwordDropout = "bpe-dropout"
    case recasing = "recase"
    case consistency = "r-drop"
    case guidedAlignment = "guided-alignment"
    case encoderRate = "encoder-rate"
    case encoderFreeze = "encoder-freeze"
    case averageDecay = "average-decay"
    case averagedCheckpoints = "average-checkpoints"
    case maximumLength = "max-length"
    case shardTokens = "shard-tokens"
  }

  /// What is wrong with the options; `nil` when nothing is.
  public func fault() -> SettingFault? {
    func fault<Number: Comparable>(
      _ key: CodingKeys, _ value: Number, _ range: ClosedRange<Number>
    ) -> SettingFault? { SettingFault(Setting(key.rawValue), value, in: range) }
    return SettingFault.first(
      fault(.batchTokens, batchTokens, 1...10_000_000),
      fault(.learningRate, learningRate, 1e-9...10),
      fault(.warmup, warmup, 0...1_000_000_000),
      fault(.beta1, beta1, 0...0.999_999),
      fault(.beta2, beta2, 0...0.999_999),
      fault(.epsilon, epsilon, 1e-30...1),
      fault(.clipNorm, clipNorm, 0...1e9),
      fault(.labelSmoothing, labelSmoothing, 0...0.9),
      fault(.dropout, dropout, 0...0.95),
      fault(.attentionDropout, attentionDropout, 0...0.95),
      fault(.activationDropout, activationDropout, 0...0.95),
      fault(.wordDropout, wordDropout, 0...0.95),
      fault(.subwordDropout, subwordDropout, 0...0.95),
      fault(.recasing, recasing, 0...1),
      fault(.consistency, consistency, 0...1000),
      fault(.guidedAlignment, guidedAlignment, 0...100),
      fault(.encoderRate, encoderRate, 0...1),
      fault(.encoderFreeze, encoderFreeze, 0...1_000_000_000),
      fault(.averageDecay, averageDecay, 0...0.999_999),
      fault(.averagedCheckpoints, averagedCheckpoints, 0...100),
      fault(.maximumLength, maximumLength, 2...100_000),
      fault(.shardTokens, shardTokens, 1...10_000_000))
  }

  /// Label tokens of the pairs of a shard, which has each pair twice where two passes are compared.
  var pairTokensOfShard: Int { consistency > 0 ? max(1, shardTokens / 2) : shardTokens }

  /// The rates as the tape takes them.
  var dropoutRates: DropoutRates {
    DropoutRates(
      residual: dropout, attention: attentionDropout, activation: activationDropout,
      word: wordDropout)
  }

  /// The loss.
  package var objective: Objective {
    Objective(
      smoothing: labelSmoothing, consistency: consistency, alignmentWeight: guidedAlignment)
  }
}
