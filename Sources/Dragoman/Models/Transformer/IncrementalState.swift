/// The state of translation: targets grow token by token, sentences come and go.
///
/// A hypothesis is a list of rows of a pool, one row a token in every layer. When search lets several
/// hypotheses go on from one, they share its rows; reordering copies row numbers and never keys or
/// values. The hypotheses of a sentence share the rows of its source.
package final class IncrementalState: DecoderState {
  private struct Sentence {
    let sourceRows: [Int32]
    var hypotheses: Int
  }

  private let source: RowPool
  private let target: RowPool
  private var sentences: [Sentence] = []
  private var hypotheses: [[Int32]] = []
  private var newRows: ArraySlice<Int32> = []
  /// The row of each hypothesis's last token before this step; -1 where there is none.
  private var lastRows: [Int32] = []

  package var guide: AttentionGuide? { nil }
  package let observer: AttentionObserver?

  /// A state without sentences.
  ///
  /// - Parameters:
  ///   - layers: The decoder's layers.
  ///   - sourceColumns: What is remembered of a source's token in a layer: its keys and values.
  ///   - targetColumns: The same of a target's token, or its cells.
  ///   - recordsAttention: Whether ``attention`` is wanted.
  init(
    layers: Int, sourceColumns: Int, targetColumns: Int, recordsAttention: Bool, on device: Device
  ) {
    observer = recordsAttention ? AttentionObserver() : nil
    source = RowPool(layers: layers, columns: sourceColumns, on: device)
    target = RowPool(layers: layers, columns: targetColumns, on: device)
  }

  /// Adds sentences after those that are there, each with one hypothesis that has no token yet.
  ///
  /// - Parameters:
  ///   - keysValues: The source's keys and values for each layer, [source tokens, 2D].
  ///   - offsets: Where each sentence begins in them, and the end of the last.
  func add(_ keysValues: [Variable], offsets: [Int32]) {
    let rows = Array(
      source.take(Int(offsets[offsets.count - 1]), besides: sentences.map(\.sourceRows)))
    for (layer, variable) in keysValues.enumerated() {
      source.write(variable.value, to: rows, layer: layer)
    }
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      sentences.append(Sentence(sourceRows: Array(rows[Int(start)..<Int(end)]), hypotheses: 1))
      hypotheses.append([])
    }
  }

  /// Goes on with other hypotheses.
  ///
  /// - Parameters:
  ///   - parents: For each hypothesis from now on, the number of the present one that it continues.
  ///     Those of a sentence follow each other.
  ///   - counts: For each sentence, how many hypotheses it has from now on; one with none leaves.
  package func select(_ parents: [Int], counts: [Int]) {
    hypotheses = parents.map { hypotheses[$0] }
    for (index, count) in counts.enumerated() { sentences[index].hypotheses = count }
    sentences.removeAll { $0.hypotheses == 0 }
  }

  /// Where the last token of each hypothesis looked in its source, a distribution each; empty when it is
  /// not recorded.
  package var attention: [[Float]] { observer?.rows ?? [] }

  package var starts: [Int]? { hypotheses.map(\.count) }

  package func begin(_ tokens: RaggedTokens) -> AttentionLayout {
    newRows = target.take(tokens.ids.count, besides: hypotheses)
    var keyOffsets: [Int32] = [0]
    var keyRows: [Int32] = []
    lastRows = hypotheses.map { $0.last ?? -1 }
    var rest = newRows
    for index in hypotheses.indices {
      hypotheses[index] += rest.prefix(tokens.length(index))
      rest = rest.dropFirst(tokens.length(index))
      keyRows += hypotheses[index]
      keyOffsets.append(Int32(keyRows.count))
    }
    return AttentionLayout(
      queryOffsets: tokens.offsets, keyOffsets: keyOffsets, keyRows: keyRows, isCausal: true)
  }

  package func recurrenceLayout(_ tokens: RaggedTokens, layer: Int) -> RecurrenceLayout {
    RecurrenceLayout(offsets: tokens.offsets, start: (target.layers[layer].value, lastRows))
  }

  package func remember(cells: Tensor, layer: Int) {
    target.write(cells, to: newRows, layer: layer)
  }

  package func crossAttentionLayout(_ tokens: RaggedTokens) -> AttentionLayout {
    var layout = AttentionLayout(queryOffsets: [0], keyOffsets: [0], keyRows: [], isCausal: false)
    var hypotheses = 0
    var rows: [Int32] = []
    for sentence in sentences {
      hypotheses += sentence.hypotheses
      layout.queryOffsets.append(tokens.offsets[hypotheses])
      rows += sentence.sourceRows
      layout.keyOffsets.append(Int32(rows.count))
    }
    layout.keyRows = rows
    return layout
  }

  package func targetKeysValues(adding new: ColumnSlice, layer: Int) -> ColumnSlice {
    target.write(new.value, to: newRows, layer: layer)
    let all = target.layers[layer]
    return ColumnSlice(all, 0..<all.value.columns)
  }

  package func sourceKeysValues(layer: Int) -> Variable { source.layers[layer] }
}
