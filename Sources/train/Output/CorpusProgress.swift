import CommandSupport
import Dragoman
import Synchronization

/// How far a corpus is that is read and made tokens: how much, how fast, and how long it will take.
final class CorpusProgress: Sendable {
  private enum Stage {
    case reading, encoding
  }

  private let line: ProgressLine
  private let isShown: Bool
  /// What is under way, and since when.
  private let stage = Mutex<(stage: Stage, start: ContinuousClock.Instant)?>(nil)

  /// - Parameter isShown: Whether this process says what happens, of those that train together.
  init(_ line: ProgressLine, isShown: Bool) {
    self.line = line
    self.isShown = isShown
  }

  func show(_ event: CorpusStorage.Event) {
    guard isShown else { return }
    switch event {
    case .reading(let bytes, let total):
      let (mebibytes, seconds) = (Double(bytes) / Double(1 << 20), seconds(in: .reading))
      update(
        "reading the corpus: \(Figures.mebibytes(bytes))", share(bytes, total),
        rate: Figures.rate(mebibytes / seconds, "MiB"), seconds)
    case .encoding(let pairs, let total):
      let seconds = seconds(in: .encoding)
      update(
        "encoding the corpus: \(Figures.count(pairs)) pairs", share(pairs, total),
        rate: Figures.rate(Double(pairs) / seconds, "pairs"), seconds)
      if pairs == total { line.clear() }
    case .damaged(let error):
      line.clear()
      note("\(error.place): \(error.problem) It is made again.")
    }
  }

  /// Seconds since a stage began, which begins anew after another.
  private func seconds(in current: Stage) -> Double {
    stage.withLock { stage in
      let now = ContinuousClock.now
      if stage?.stage != current { stage = (current, now) }
      return max(1e-3, (now - (stage?.start ?? now)) / .seconds(1))
    }
  }

  private func share(_ done: Int, _ total: Int) -> Double? {
    total > 0 ? min(1, Double(done) / Double(total)) : nil
  }

  private func update(_ text: String, _ share: Double?, rate: String, _ seconds: Double) {
    var text = "\(text)  \(rate)"
    if let share, share > 0 {
      text += "  \(Figures.duration(.seconds(seconds * (1 - share) / share))) left"
    }
    line.update(text)
  }
}
