import Dragoman
import Synchronization

/// Counts lines as threads finish them, and shows at a terminal how fast they come.
public final class LineProgress: Sendable {
  private let line = ProgressLine()
  private let done = Atomic(0)
  private let start = ContinuousClock.now

  /// A count of 0; the time runs from here.
  public init() {}

  /// Counts lines that are done.
  public func add(_ count: Int) {
    let total = done.wrappingAdd(count, ordering: .relaxed).newValue
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    line.update(
      "\(Figures.count(total)) lines  \(Figures.rate(Double(total) / max(seconds, 1e-9), "lines"))")
  }

  /// Takes the line away.
  public func end() { line.clear() }
}
