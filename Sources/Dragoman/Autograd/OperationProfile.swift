/// Where the time of training goes: the seconds that each operation took, forwards and backwards.
///
/// Time is taken in laps: what passes from one lap to the next belongs to the operation that the later
/// one names. A profile belongs to one thread.
package final class OperationProfile {
  /// Seconds of one operation.
  package struct Seconds: Sendable {
    package var forward = 0.0
    package var backward = 0.0

    package var total: Double { forward + backward }
  }

  package private(set) var operations: [String: Seconds] = [:]
  private let clock = ContinuousClock()
  private lazy var last = clock.now
  private lazy var paused = clock.now

  package init() {}

  /// Begins a lap; what passed since the last one belongs to nothing.
  package func start() { last = clock.now }

  /// Ends a lap, and begins the next.
  package func lap(_ operation: String, _ way: WritableKeyPath<Seconds, Double> = \.forward) {
    let now = clock.now
    operations[operation, default: Seconds()][keyPath: way] += (now - last) / .seconds(1)
    last = now
  }

  /// Interrupts the lap.
  package func pause() { paused = clock.now }

  /// Goes on with the lap; what passed since the pause belongs to another operation.
  package func resume(after operation: String) {
    let pause = clock.now - paused
    operations[operation, default: Seconds()].backward += pause / .seconds(1)
    last += pause
  }

  /// Adds the laps of another thread.
  package func add(_ other: OperationProfile) {
    for (operation, seconds) in other.operations {
      operations[operation, default: Seconds()].forward += seconds.forward
      operations[operation, default: Seconds()].backward += seconds.backward
    }
  }
}
