/// The size and the form of an embedding: what turns tokens into the input of a stack.
package struct EmbeddingShape: Sendable, Equatable {
  /// Width of its vectors, D.
  var width: Int
  /// Rows of the table of learned positions; 0 where there is none.
  var positionRows: Int
  /// Added to every position.
  var positionOffset: Int
  /// What the vectors of tokens are multiplied by.
  var scale: Float
  /// Added to variances in the norm of the sum; `nil` where it is not normalised.
  var normEpsilon: Float?
  /// Kinds of tokens that are told apart by a vector each, such as those of a first and a second sentence; 0
  /// for none.
  var tokenTypes = 0
}
