package import Dragoman

/// What the course of a run suggests to do, in plain words.
package struct TrainingAdvice {
  /// A sentence or two each; none when all is as it should be.
  package private(set) var remarks: [String] = []

  /// Validations that a trend is seen from.
  private static let trend = 3
  /// Lines left out, of all, above which something is wrong with them.
  private static let mostLeftOut = 0.05

  package init(_ history: TrainingHistory, setup: TrainingSetup, leftOut: Int) {
    remarks = [
      overfitting(history, setup.options), stillLearning(history), divergence(history),
      clipping(history, setup.options), nothingLearned(history),
      faultyData(leftOut, setup), smallValidation(setup),
    ].compactMap(\.self)
  }

  private func overfitting(_ history: TrainingHistory, _ options: TrainingOptions) -> String? {
    let perplexities = history.validations.map(\.perplexity)
    guard let lowest = perplexities.indices.min(by: { perplexities[$0] < perplexities[$1] }),
      perplexities.count - 1 - lowest >= Self.trend, let last = perplexities.last,
      last > 1.03 * perplexities[lowest]
    else { return nil }
    let consistency = options.consistency > 0 ? "" : "--r-drop 2, "
    return """
      The model overfits: the perplexity of the validation sentences was lowest at update \
      \(Figures.count(history.validations[lowest].update)) and has risen since. More text helps most; else \
      \(consistency)a higher --dropout than \(options.dropout), or a smaller --preset.
      """
  }

  private func stillLearning(_ history: TrainingHistory) -> String? {
    let scores = history.validations.map(\.score)
    guard scores.count > Self.trend, let last = scores.last, last == scores.max(),
      let earlier = scores.dropLast().max(), last - earlier > 0.2
    else { return nil }
    return
      "The score was still rising at the last validation: --resume with more time gives a better model."
  }

  private func divergence(_ history: TrainingHistory) -> String? {
    guard let last = history.recoveries.last else { return nil }
    return """
      The loss was not finite at update \(Figures.count(last.update)), and learning rates were halved \
      \(history.recoveries.count == 1 ? "once" : "\(history.recoveries.count) times"). A lower \
      --learning-rate or a longer --warmup from the start trains better.
      """
  }

  /// After the warm-up, gradients that are nearly always too long mean steps that are too large.
  private func clipping(_ history: TrainingHistory, _ options: TrainingOptions) -> String? {
    let later = history.updates.filter { $0.update > options.warmup }
    let clipped = later.count { $0.gradientNorm > Double(options.clipNorm) }
    guard options.clipNorm > 0, later.count >= 10, clipped * 2 > later.count else { return nil }
    return """
      More than half of the gradients were longer than --clip-norm \(options.clipNorm): the learning rate of \
      \(options.learningRate) may be too high.
      """
  }

  private func nothingLearned(_ history: TrainingHistory) -> String? {
    guard let last = history.validations.last, history.validations.count > 2 * Self.trend,
      last.bestScore < 2
    else { return nil }
    return """
      The model has learned next to nothing. See whether line n of one file translates line n of the other, \
      and whether --source and --target are the right way round in training and validation.
      """
  }

  private func faultyData(_ leftOut: Int, _ setup: TrainingSetup) -> String? {
    let lines = setup.corpora.reduce(leftOut) { $0 + $1.text.count }
    guard Double(leftOut) > Self.mostLeftOut * Double(lines) else { return nil }
    return """
      \(Figures.count(leftOut)) of \(Figures.count(lines)) lines were left out as empty or too long; \
      --verbose lists them.
      """
  }

  private func smallValidation(_ setup: TrainingSetup) -> String? {
    let count = setup.validation.reduce(0) { $0 + $1.text.count }
    guard (1..<200).contains(count) else { return nil }
    return """
      \(Figures.count(count)) validation sentences are few: the score jumps from chance, and the best model may be \
      so by luck. 500 to 2,000 are usual.
      """
  }
}
