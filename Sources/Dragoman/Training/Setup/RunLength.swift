/// How long a run will be, as far as its plan tells, before anything is known of the machine.
///
/// Minutes are reckoned for two cores of a usual machine. They decide defaults only, so that it is enough to know a run
/// of a quarter of an hour from one of a night; and a measured speed would make another run of the same command.
struct RunLength {
  /// Updates until the end; `nil` where the plan names no end.
  let updates: Double?
  /// How often each pair is seen until then.
  let epochs: Double?

  /// Tokens of a target sentence.
  private static let sentenceTokens = 16.0

  /// - Parameters:
  ///   - pairs: Sentence pairs of the corpora.
  ///   - batchTokens: Target tokens of an update.
  init(_ plan: TrainingPlan, pairs: Int, preset: Preset, batchTokens: Int) {
    let tokensPerSecond: Double =
      switch preset {
      case .tiny: 11_000
      case .small: 4_000
      case .base: 700
      }
    let batch = Double(batchTokens)
    let limits = [
      plan.maximumUpdates.map { Double($0) },
      plan.maximumMinutes.map { 60 * $0 * tokensPerSecond / batch },
    ]
    updates = limits.compactMap(\.self).min()
    epochs = updates.map { $0 * batch / Self.sentenceTokens / Double(max(1, pairs)) }
  }
}
