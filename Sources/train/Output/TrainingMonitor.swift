import CommandSupport
import Dragoman
import Glibc

/// Shows a run as it goes: a progress line at a terminal, validations on standard output.
struct TrainingMonitor {
  private let plan: TrainingPlan
  private let firstUpdate: Int
  private let progress: ProgressLine
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  /// Decaying means, since single updates vary much.
  private var loss: Double?
  private var tokensPerSecond: Double?
  private var lastSeconds: Double?
  private var best: ValidationReport?

  init(plan: TrainingPlan, firstUpdate: Int, progress: ProgressLine) {
    self.plan = plan
    self.firstUpdate = firstUpdate
    self.progress = progress
    start = clock.now
  }

  mutating func show(_ event: TrainingEvent) {
    switch event {
    case .update(let report):
      if let lastSeconds {
        let rate = Double(report.tokens) / max(report.seconds - lastSeconds, 1e-9)
        tokensPerSecond = mean(tokensPerSecond, rate)
      }
      loss = mean(loss, report.loss)
      lastSeconds = report.seconds
      progress.update(line(report))
    case .validation(let report):
      best = report
      lastSeconds = nil
      progress.clear()
      let mark = report.isBest ? "  best so far" : ""
      print(
        "update \(report.update)  epoch \(report.epoch)  perplexity \(Figures.decimal(report.perplexity, places: 2))  "
          + "\(report.measure) \(Figures.decimal(report.score, places: 2))  after \(Figures.duration(.seconds(report.seconds)))\(mark)"
      )
      fflush(nil)
    case .recovery(let report):
      progress.clear()
      note(
        "update \(report.update) gave no finite loss (epoch \(report.epoch), batch \(report.batch), "
          + "learning rate \(report.learningRate)); going back to update \(report.restoredUpdate) "
          + "with rates times \(report.rateFactor)")
      (loss, lastSeconds) = (nil, nil)
    case .otherValidation(let report?):
      best = report
      progress.clear()
      note(
        "other validation sentences than before: by these the best model so far has "
          + "\(report.measure) \(Figures.decimal(report.score, places: 2))")
    case .otherValidation(nil):
      progress.clear()
      note("no validation sentences any more: from now on the newest weights are kept")
    case .saved:
      lastSeconds = nil
    }
  }

  private func line(_ report: UpdateReport) -> String {
    var parts = [
      "update \(Figures.count(report.update))", "epoch \(report.epoch)",
      "loss \(Figures.decimal(loss ?? report.loss, places: 3))",
    ]
    if let tokensPerSecond { parts.append(Figures.rate(tokensPerSecond, "tokens")) }
    parts.append("rate \(Figures.decimal(Double(report.learningRate), places: 6))")
    if let left = secondsLeft(report) { parts.append("\(Figures.duration(.seconds(left))) left") }
    if let best {
      parts.append("best \(best.measure) \(Figures.decimal(best.bestScore, places: 2))")
    }
    return parts.joined(separator: "  ")
  }

  /// The time until the first limit of the plan.
  private func secondsLeft(_ report: UpdateReport) -> Double? {
    let byTime = plan.maximumMinutes.map { 60 * $0 - report.seconds }
    let byUpdates = plan.maximumUpdates.map { limit in
      let perUpdate = (clock.now - start) / .seconds(1) / Double(report.update - firstUpdate)
      return Double(limit - report.update) * perUpdate
    }
    return [byTime, byUpdates].compactMap(\.self).min().map { max(0, $0) }
  }

  private func mean(_ mean: Double?, _ value: Double) -> Double {
    mean.map { 0.9 * $0 + 0.1 * value } ?? value
  }
}
