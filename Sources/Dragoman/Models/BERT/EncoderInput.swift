/// What an encoder reads: the tokens of some sequences, each with a type.
package struct EncoderInput: Sendable, Equatable {
  /// The tokens of each sequence, begin and end marks included.
  package private(set) var tokens = RaggedTokens()
  /// [N] The type of each token: 0 in the first part of a sequence, 1 in the second.
  package private(set) var types: [Int32] = []

  package init() {}

  /// Adds a sequence of one part or two: [begin, first, end] or [begin, first, end, second, end].
  ///
  /// - Parameter second: `nil` for a sequence of one part.
  package mutating func append(
    _ first: some Collection<Int32>, _ second: (some Collection<Int32>)?, begin: Int32, end: Int32
  ) {
    var sequence = [begin] + first + [end]
    types += repeatElement(0, count: sequence.count)
    if let second {
      sequence += Array(second) + [end]
      types += repeatElement(1, count: second.count + 1)
    }
    tokens.append(sequence)
  }

  /// The row of each sequence's first token.
  package var firstRows: [Int32] { Array(tokens.offsets.dropLast()) }
}
