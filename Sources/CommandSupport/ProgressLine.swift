import Dragoman
public import Glibc
import Synchronization

/// One line on the terminal that says how far a command is, and overwrites itself.
///
/// It is there for a person at a terminal; where standard error is a file or a pipe, nothing is
/// written. It may be updated from any thread.
public final class ProgressLine: Sendable {
  private struct State {
    var text = ""
    var lastShown: ContinuousClock.Instant?
  }

  private static let eraseToEnd = "\u{1B}[K"

  private let descriptor: Int32
  private let isTerminal: Bool
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state = Mutex(State())

  /// A line that is still empty, on standard error unless another file is given.
  public convenience init(descriptor: Int32 = STDERR_FILENO) {
    self.init(descriptor: descriptor) { .now }
  }

  /// A line that is told the time.
  package init(descriptor: Int32, now: @escaping @Sendable () -> ContinuousClock.Instant) {
    self.descriptor = descriptor
    self.now = now
    isTerminal = isatty(descriptor) == 1
  }

  /// Shows `text`, which has no line break; at most ten times a second, so call it at will.
  public func update(_ text: String) {
    guard isTerminal else { return }
    let now = now()
    state.withLock { state in
      state.text = text
      if let last = state.lastShown, now - last < .milliseconds(100) { return }
      state.lastShown = now
      show(text)
    }
  }

  /// Takes the line away, so that something else can be printed in its place.
  public func clear() {
    guard isTerminal else { return }
    state.withLock { state in
      guard state.lastShown != nil else { return }
      state = State()
      show("")
    }
  }

  /// Leaves the last text that was given standing, and goes to the next line.
  public func finish() {
    guard isTerminal else { return }
    state.withLock { state in
      guard state.lastShown != nil else { return }
      show(state.text, end: "\n")
      state = State()
    }
  }

  /// A text wider than the terminal would wrap and could no longer be overwritten.
  private func show(_ text: String, end: String = "") {
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
    let line = "\r\(text.prefix(isKnown ? Int(size.ws_col) - 1 : 79))\(Self.eraseToEnd)\(end)"
    // A terminal that has gone away is no reason to stop the work.
    _ = Array(line.utf8).withUnsafeBytes { writeFully($0, to: descriptor) }
  }
}
