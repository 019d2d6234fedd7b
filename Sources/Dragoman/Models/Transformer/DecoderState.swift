/// What a decoder knows beside the tokens it is given: the source, and the target's tokens before them.
package protocol DecoderState: AnyObject {
  /// The positions of the next tokens of each sequence; `nil` where all begin at zero.
  var starts: [Int]? { get }

  /// Begins a step with its tokens, and says who sees which target tokens, these among them.
  func begin(_ tokens: RaggedTokens) -> AttentionLayout

  /// What the recurrence of a layer goes on from, for the tokens of this step.
  func recurrenceLayout(_ tokens: RaggedTokens, layer: Int) -> RecurrenceLayout

  /// Keeps the cells of a layer after each token of this step, [N, D].
  func remember(cells: Tensor, layer: Int)

  /// Who sees which source tokens: all queries of a sentence, its whole source.
  func crossAttentionLayout(_ tokens: RaggedTokens) -> AttentionLayout

  /// The target's keys and values in a layer, [tokens, 2D] as the layout addresses them.
  ///
  /// - Parameter new: Those of the tokens of this step, [N, 2D].
  func targetKeysValues(adding new: ColumnSlice, layer: Int) -> ColumnSlice

  /// The source's keys and values in a layer, [tokens, 2D] as the layout addresses them.
  func sourceKeysValues(layer: Int) -> Variable

  /// Is shown where the tokens look in the source; `nil` if nobody wants to know.
  var observer: AttentionObserver? { get }

  /// Says where the tokens should look in the source; `nil` where they are free.
  var guide: AttentionGuide? { get }
}

/// The state of training: the whole target comes at once, and nothing need be remembered.
final class TeacherForcing: DecoderState {
  private let source: [Variable]
  private let sourceOffsets: [Int32]
  let guide: AttentionGuide?

  /// - Parameters:
  ///   - source: The source's keys and values for each layer, [source tokens, 2D].
  ///   - offsets: Where each sentence begins in them, and the end of the last.
  ///   - guide: Says where the target's tokens should look in the source.
  init(source: [Variable], offsets: [Int32], guide: AttentionGuide?) {
    self.source = source
    self.guide = guide
    sourceOffsets = offsets
  }

  var starts: [Int]? { nil }

  func begin(_ tokens: RaggedTokens) -> AttentionLayout {
    AttentionLayout(queryOffsets: tokens.offsets, keyOffsets: tokens.offsets, isCausal: true)
  }

  func recurrenceLayout(_ tokens: RaggedTokens, layer: Int) -> RecurrenceLayout {
    RecurrenceLayout(offsets: tokens.offsets)
  }

  func remember(cells: Tensor, layer: Int) {}

  func crossAttentionLayout(_ tokens: RaggedTokens) -> AttentionLayout {
    AttentionLayout(queryOffsets: tokens.offsets, keyOffsets: sourceOffsets, isCausal: false)
  }

  func targetKeysValues(adding new: ColumnSlice, layer: Int) -> ColumnSlice { new }

  func sourceKeysValues(layer: Int) -> Variable { source[layer] }

  var observer: AttentionObserver? { nil }
}
