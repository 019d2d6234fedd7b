import CommandSupport
import Dragoman
import Synchronization

/// Shows at a terminal how many lines are done, how fast they come and, for files, when all will be.
final class TranslationProgress: Sendable {
  private struct State {
    /// Lines of whole windows.
    var lines = 0
    /// Sentences of the present window.
    var sentences = 0
    /// Of inputs that are done.
    var bytesBefore = 0
    /// Of all inputs, in whole windows.
    var bytes = 0
    /// Bytes that were passed over, and cost no time.
    var skipped = 0
    /// Whether a person types the lines, who needs no progress.
    var isInteractive = false
  }

  private let size: Int?
  private let line = ProgressLine()
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// - Parameter size: Bytes of all inputs, if that is known.
  init(size: Int?) { self.size = size }

  /// Begins with an input, some of which may have been passed over.
  func begin(_ reader: LineReader) {
    state.withLock { state in
      state.bytesBefore = state.bytes
      state.bytes += reader.bytesRead
      state.skipped += reader.bytesRead
      state.isInteractive = reader.isInteractive
    }
  }

  /// Passes over an input.
  func skip(_ bytes: Int) {
    state.withLock { state in
      state.bytes += bytes
      state.skipped += bytes
    }
  }

  /// Counts sentences of a window that are done, of all that it has.
  func add(lines: Int, of sentences: Int, done: Int) {
    let shown = state.withLock { state in
      state.sentences += done
      let share = Double(state.sentences) / Double(max(1, sentences))
      return state.isInteractive
        ? nil : text(state, lines: state.lines + Int(share * Double(lines)))
    }
    if let shown { line.update(shown) }
  }

  /// Counts a window.
  func endWindow(_ lines: Int, _ reader: LineReader) {
    state.withLock { state in
      state.lines += lines
      state.sentences = 0
      state.bytes = state.bytesBefore + reader.bytesRead
    }
  }

  /// Takes the line away, until more is done.
  func end() { line.clear() }

  private func text(_ state: State, lines: Int) -> String {
    let elapsed = ContinuousClock.now - start
    let seconds = max(elapsed / .seconds(1), 1e-9)
    var text = "\(Figures.count(lines)) lines  \(Figures.rate(Double(lines) / seconds, "lines"))"
    let done = state.bytes - state.skipped
    if let size, done > 0 {
      let left = elapsed * (Double(max(0, size - state.bytes)) / Double(done))
      text += "  \(Figures.duration(left)) left"
    }
    return text
  }
}
