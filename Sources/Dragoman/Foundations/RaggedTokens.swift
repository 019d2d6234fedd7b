/// Token sequences of different lengths, one after the other without padding.
package struct RaggedTokens: Sendable, Equatable {
  /// All tokens.
  package private(set) var ids: [Int32] = []
  /// [count + 1] Where each sequence begins, and the end of the last.
  package private(set) var offsets: [Int32] = [0]

  package init() {}

  package init(_ sequences: some Sequence<some Sequence<Int32>>) {
    for sequence in sequences { append(sequence) }
  }

  /// The number of sequences.
  package var count: Int { offsets.count - 1 }

  /// The tokens of one sequence.
  package subscript(index: Int) -> ArraySlice<Int32> {
    ids[Int(offsets[index])..<Int(offsets[index + 1])]
  }

  /// The number of tokens of one sequence.
  package func length(_ index: Int) -> Int { Int(offsets[index + 1] - offsets[index]) }

  /// Adds a sequence at the end.
  package mutating func append(_ sequence: some Sequence<Int32>) {
    ids.append(contentsOf: sequence)
    offsets.append(Int32(ids.count))
  }
}
