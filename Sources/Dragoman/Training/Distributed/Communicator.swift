/// The processes that train one model together.
///
/// All run the same loop. What must be the same in all of them, because the next step depends on it, goes
/// through here: the loop's decisions and the sums over a whole batch. Process 0 leads: it looks at the
/// clock and listens to the user, and it alone writes files and reports.
package protocol Communicator: Sendable {
  /// The number of this process, 0 ..< ``count``.
  var rank: Int { get }

  /// How many processes there are.
  var count: Int { get }

  /// What the leader decided, for all.
  func decision<Value: Codable & Sendable>(of leader: Value) throws -> Value

  /// The sum of each element over all processes, the same bits in all.
  func sum(_ values: [Double]) throws -> [Double]

  /// Adds up gradients over all processes, the same bits in all.
  func sum(_ gradients: ParameterBuffer) throws
}

extension Communicator {
  /// Whether this process leads.
  var leads: Bool { rank == 0 }
}

/// One process, which has nobody to agree with.
package struct Alone: Communicator {
  package init() {}

  package var rank: Int { 0 }
  package var count: Int { 1 }
  package func decision<Value>(of leader: Value) -> Value { leader }
  package func sum(_ values: [Double]) -> [Double] { values }
  package func sum(_ gradients: ParameterBuffer) {}
}
