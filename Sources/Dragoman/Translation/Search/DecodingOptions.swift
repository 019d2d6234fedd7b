/// How translations are searched for.
public struct DecodingOptions: Sendable, Equatable {
  /// Hypotheses kept at each step, in 1 ... 100. 1 is greedy search. Default 5.
  public var beamSize = 5
  /// Draws translations instead of searching for the best; `beamSize` then says how many are drawn.
  /// Default none.
  public var sampling: Sampling?
  /// How a hypothesis's length and its coverage of the source count.
  public var penalties = Penalties()
  /// What must not be in a translation.
  public var restrictions = Restrictions()
  /// The lengths a translation may have.
  public var lengths = LengthLimits()
  /// Whether the probabilities of translations are wanted. Beam search computes them anyway; greedy
  /// search is faster without, and gives 0 then. Default false.
  public var computesScores = false
  /// Whether ``Hypothesis/attention`` is wanted. Default false.
  public var recordsAttention = false
  /// Sentences translated at a time by each thread, in 1 ... 1024. Changes speed and memory, never
  /// the result. Default 32.
  public var batchSize = 32
  /// Threads that translate at the same time, in 1 ... 256. Default 1.
  public var threads = 1

  /// The defaults.
  public init() {}

  /// What is wrong with the options; `nil` when nothing is.
  public func fault() -> SettingFault? {
    SettingFault.first(
      SettingFault("beam-size", beamSize, in: 1...100),
      SettingFault("batch-size", batchSize, in: 1...1024),
      SettingFault("threads", threads, in: 1...256),
      sampling?.fault(),
      penalties.fault(),
      restrictions.fault(),
      lengths.fault())
  }
}

/// The lengths that translations may have, in tokens, end marks counted on both sides.
public struct LengthLimits: Sendable, Equatable {
  /// The least for each token of the source. Default 0.
  public var minimumRatio: Float = 0
  /// The most for each of the source's first 32 tokens, and half of it for each other; 10 more are always
  /// allowed. Default 3.
  public var maximumRatio: Float = 3
  /// The least, whatever the source. Default 0.
  public var minimum = 0
  /// The most, whatever the source. Default: what the model can hold.
  public var maximum = Int.max

  /// The defaults.
  public init() {}

  /// What is wrong with the limits; `nil` when nothing is.
  public func fault() -> SettingFault? {
    SettingFault.first(
      SettingFault("min-length-ratio", minimumRatio, in: 0...100),
      SettingFault("max-length-ratio", maximumRatio, in: 0.1...100),
      SettingFault("min-length", minimum, in: 0...1_000_000),
      (maximum == .max ? nil : SettingFault("max-length", maximum, in: 1...1_000_000)),
      SettingFault("min-length-ratio", minimumRatio, above: "max-length-ratio", maximumRatio),
      SettingFault("min-length", minimum, above: "max-length", maximum))
  }

  /// The lengths that the translation of a source of so many tokens may have, by a model that can hold
  /// so many positions.
  func range(source: Int, positions: Int) -> ClosedRange<Int> {
    // The longer a sentence is, the nearer its translation is to the usual ratio.
    let counted = Float(min(source, 32)) + Float(max(source - 32, 0)) / 2
    let longest = max(1, min(max(Int(counted * maximumRatio) + 10, minimum), maximum, positions))
    return min(max(Int(Float(source) * minimumRatio), minimum), longest)...longest
  }
}

/// How random translations are drawn, token by token.
public struct Sampling: Sendable, Equatable {
  /// Logits are divided by it: below 1 prefers likely tokens, above 1 evens out; in 0.01 ... 100. Default 1.
  public var temperature: Float = 1
  /// Draws from the likeliest so many tokens (Fan et al. 2018), in 1 ... 512. Default 512, which with
  /// trained models is as good as all.
  public var topK = 512
  /// Draws from the fewest likeliest tokens that have this probability together (Holtzman et al.
  /// 2020), in 0.0001 ... 1. Default 1.
  public var topP: Float = 1
  /// The same seed draws the same translations, whatever the batch or the threads. Default 1.
  public var seed: UInt64 = 1

  /// The defaults.
  public init() {}

  /// What is wrong with the values; `nil` when nothing is.
  public func fault() -> SettingFault? {
    SettingFault.first(
      SettingFault("sampling-temperature", temperature, in: 0.01...100),
      SettingFault("sampling-topk", topK, in: 1...512),
      SettingFault("sampling-topp", topP, in: 0.0001...1))
  }
}

/// What must not be in a translation, or should rather not.
public struct Restrictions: Sendable, Equatable {
  /// Divides the logits of tokens that a hypothesis has already, or multiplies negative ones (Keskar et
  /// al. 2019, section 4.1); 1 changes nothing. Default 1.
  public var repetitionPenalty: Float = 1
  /// No sequence of so many tokens comes twice (Paulus et al. 2018, section 2.5); 0 allows all.
  /// Default 0.
  public var noRepeatNGram = 0

  /// The defaults.
  public init() {}

  /// What is wrong with the values; `nil` when nothing is.
  public func fault() -> SettingFault? {
    SettingFault.first(
      SettingFault("repetition-penalty", repetitionPenalty, in: 0.01...100),
      SettingFault("no-repeat-ngram-size", noRepeatNGram, in: 0...1000))
  }
}
