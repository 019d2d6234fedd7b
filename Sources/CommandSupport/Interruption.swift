public import ArgumentParser
import Glibc
import Synchronization

/// A wish of the user (Ctrl-C) or of the system (`kill`) that the command come to an end.
///
/// The first one is for loops to see, which then save what they have; the second ends the process
/// at once.
public enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// Begins to listen for SIGINT and SIGTERM.
  public static func listen() {
    _ = isRequested  // Makes the variable before a handler can need it.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { number in
        Interruption.received.store(number, ordering: .relaxed)
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
      }
    }
    // A program inherits what its parent blocks.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Whether a signal has arrived.
  public static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// What to throw at the end of an interrupted command: the code that a shell gives to a process
  /// that ended by the signal (130 or 143).
  public static var exitCode: ExitCode { ExitCode(128 + received.load(ordering: .relaxed)) }
}
