/// One of the corpora that a model learns from or is validated on.
public struct CorpusPart: Sendable {
  /// The sentence pairs.
  public var text: ParallelCorpus
  /// How often an epoch has each of the pairs; of the fraction of a number, so large a share of the
  /// pairs, drawn anew for every epoch. Default 1.
  public var weight: Double
  /// A control token in front of every source sentence, such as `<2de>`, by which one model knows several
  /// directions apart (Johnson et al. 2017); `nil` for none.
  public var tag: String?

  /// - Parameter weight: Finite and not negative.
  public init(_ text: ParallelCorpus, weight: Double = 1, tag: String? = nil) {
    precondition(weight >= 0 && weight.isFinite, "a weight is a number of times")
    self.text = text
    self.weight = weight
    self.tag = tag
  }
}
