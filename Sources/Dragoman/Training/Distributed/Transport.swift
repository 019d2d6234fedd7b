/// Carries bytes between the processes that train together, in order for every two of them and a channel.
///
/// What calls a library of message passing conforms to it, in a target of its own. All calls return at once.
package protocol Transport: Sendable {
  /// The number of this process, 0 ..< ``count``.
  var rank: Int { get }

  /// How many processes there are.
  var count: Int { get }

  /// The machine that this process runs on.
  var host: String { get }

  /// Begins to send bytes, which must stay as they are until that is done.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, on channel: Channel) throws
    -> any Transfer

  /// Begins to receive as many bytes as there is room for.
  func receive(
    _ bytes: UnsafeMutableRawBufferPointer, from rank: Int, on channel: Channel
  ) throws -> any Transfer
}

/// A message under way.
package protocol Transfer: Sendable {
  /// Whether the bytes have arrived, or may be changed again. Asking moves the message on.
  func isDone() throws -> Bool

  /// Gives up a message that nobody will send.
  func cancel()
}

/// What messages are about: those of different channels may overtake each other.
package enum Channel: Int32, Sendable {
  case agreement, pulse, gradients, weights
}
