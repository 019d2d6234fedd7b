/// Examples of training, as far as ``TokenBatcher`` must know them.
package protocol ExampleStore: Sendable {
  /// How many there are.
  var count: Int { get }

  /// The tokens of an example, by which batches are as large as each other.
  func labelCount(_ example: Int) -> Int

  /// The examples of an epoch, each as often as it is to be seen.
  func epoch(using randomness: inout RandomStream) -> [UInt32]
}
