internal import CKernels

/// Which keys the queries of each group see; a group is a sentence, or a hypothesis in decoding.
package struct AttentionLayout {
  /// [groups + 1] Where each group's rows of queries begin, and the end of the last.
  package var queryOffsets: [Int32]
  /// [groups + 1] The same for keys.
  package var keyOffsets: [Int32]
  /// The row of each key, where keys are scattered over a pool; `nil` when they follow each other.
  package var keyRows: [Int32]?
  /// Whether query i of T sees only the first S - T + i + 1 of its S keys.
  package var isCausal: Bool

  package init(
    queryOffsets: [Int32], keyOffsets: [Int32], keyRows: [Int32]? = nil, isCausal: Bool
  ) {
    self.queryOffsets = queryOffsets
    self.keyOffsets = keyOffsets
    self.keyRows = keyRows
    self.isCausal = isCausal
  }

  /// Whether every query sees all keys of its group, wherever they lie.
  fileprivate var isStep: Bool { keyRows != nil && (!isCausal || mostQueries == 1) }

  /// The elements of all groups' matrices of probabilities, for one head.
  var pairs: Int {
    var pairs = 0
    for group in 0..<queryOffsets.count - 1 { pairs += queries(of: group) * keys(of: group) }
    return pairs
  }

  fileprivate var mostQueries: Int { (0..<queryOffsets.count - 1).map(queries).max() ?? 0 }
  /// The most keys of a group.
  package var mostKeys: Int { (0..<queryOffsets.count - 1).map(keys).max() ?? 0 }

  func queries(of group: Int) -> Int {
    Int(queryOffsets[group + 1] - queryOffsets[group])
  }

  func keys(of group: Int) -> Int {
    Int(keyOffsets[group + 1] - keyOffsets[group])
  }

  /// Gives `body` the layout as the kernels take it.
  fileprivate func withKernelLayout(
    heads: Int, headSize: Int, _ scores: AttentionScores,
    _ body: (UnsafePointer<attention_layout>) -> Void
  ) {
    let bias = scores.bias?.value
    precondition(bias.map { $0.rows == heads && $0.columns / 2 >= mostKeys - 1 } ?? true)
    queryOffsets.withUnsafeBufferPointer { queryOffsets in
      keyOffsets.withUnsafeBufferPointer { keyOffsets in
        (keyRows ?? []).withUnsafeBufferPointer { rows in
          var layout = attention_layout(
            groups: Int32(queryOffsets.count - 1),
            query_offsets: queryOffsets.baseAddress.unsafelyUnwrapped,
            key_offsets: keyOffsets.baseAddress.unsafelyUnwrapped,
            key_rows: keyRows == nil ? nil : rows.baseAddress, causal: isCausal,
            heads: Int32(heads), head_size: Int32(headSize),
            scale: scores.areScaled ? 1 / Float(headSize).squareRoot() : 1,
            bias: bias.map { UnsafePointer($0.base) + $0.columns / 2 },
            bias_stride: bias?.stride ?? 0)
          body(&layout)
        }
      }
    }
  }
}

/// How products of queries and keys become the scores of which attention's probabilities are the softmax.
package struct AttentionScores {
  /// Whether they are divided by the root of the size of a head (Vaswani et al. 2017).
  package var areScaled: Bool
  /// [H, 2S - 1] What is added to them for each head, by how far the key is behind the query: from 1 - S, where
  /// S is at least the most keys of a group, to S - 1; `nil` for nothing.
  package var bias: Variable?

  package init(areScaled: Bool = true, bias: Variable? = nil) {
    self.areScaled = areScaled
    self.bias = bias
  }
}

/// Remembers where queries looked in the last step of decoding.
package final class AttentionObserver {
  /// One row a query: the mean over the heads of its probabilities.
  package private(set) var rows: [[Float]] = []

  package init() {}

  /// - Parameter probabilities: Query after query and head after head, those of the group's keys.
  fileprivate func see(
    _ probabilities: UnsafePointer<Float>, _ layout: AttentionLayout, heads: Int
  ) {
    rows = []
    var next = probabilities
    for group in 0..<layout.queryOffsets.count - 1 {
      let keys = layout.keys(of: group)
      for _ in 0..<layout.queries(of: group) {
        rows.append(
          (0..<keys).map { key in
            (0..<heads).reduce(0) { $0 + next[$1 * keys + key] } / Float(heads)
          })
        next += heads * keys
      }
    }
  }
}

extension Tape {
  /// Scaled dot-product attention with several heads (Vaswani et al. 2017, section 3.2), without the
  /// projections before and after it. The probabilities have dropout.
  ///
  /// - Parameters:
  ///   - queries: [N, D]
  ///   - keys: [M, D] as the layout addresses them.
  ///   - values: [M, D]
  ///   - scores: How the products become scores.
  ///   - observer: Is shown the probabilities of a step of decoding.
  ///   - guide: Says where queries should look, when recording.
  /// - Returns: The contexts, [N, D].
  package func attention(
    queries: ColumnSlice, keys: ColumnSlice, values: ColumnSlice, heads: Int,
    layout: AttentionLayout, scores: AttentionScores = AttentionScores(),
    observer: AttentionObserver? = nil, guide: AttentionGuide? = nil
  ) -> Variable {
    let (query, key, value) = (queries.value, keys.value, values.value)
    let output = Variable(arena.tensor(rows: query.rows, columns: query.columns))
    if layout.isStep {
      attentionStep(
        query, key, value, heads: heads, layout: layout, scores, into: output.value, observer)
      return output
    }
    let probabilities = isRecording ? arena.floats(layout.pairs * heads) : nil
    let drop = dropoutMask(\.attention)
    let headSize = query.columns / heads
    let mark = arena.mark
    let scratch = attentionScratch(layout, headSize: headSize)
    layout.withKernelLayout(heads: heads, headSize: headSize, scores) { layout in
      device.kernels.attention_forward(
        layout, query.base, query.stride, key.base, key.stride, value.base, value.stride, drop,
        output.value.base, output.value.stride, probabilities, scratch)
    }
    arena.release(to: mark)
    let guidance = probabilities.flatMap { probabilities in
      guide?.guidance(for: probabilities, layout, heads: heads, in: arena)
    }

    record("attention", output) { [self] _ in
      guard let gradient = output.gradient, let probabilities else { return }
      let queryGradient = accumulatedGradient(of: queries)
      let keyGradient = accumulatedGradient(of: keys)
      let valueGradient = accumulatedGradient(of: values)
      let biasGradient = scores.bias.map(accumulatedGradient(of:))
      let mark = arena.mark
      let scratch = attentionScratch(layout, headSize: headSize)
      layout.withKernelLayout(heads: heads, headSize: headSize, scores) { layout in
        device.kernels.attention_backward(
          layout, gradient.base, gradient.stride, query.base, query.stride, key.base, key.stride,
          value.base, value.stride, probabilities, guidance, drop, queryGradient.base,
          keyGradient.base, valueGradient.base,
          biasGradient.map { $0.base + $0.columns / 2 }, scratch)
      }
      arena.release(to: mark)
    }
    return output
  }

  /// A step of decoding, which does not record.
  private func attentionStep(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, heads: Int, layout: AttentionLayout,
    _ scores: AttentionScores, into output: Tensor, _ observer: AttentionObserver?
  ) {
    let mark = arena.mark
    let scratch = arena.floats((layout.mostKeys + 15) / 16 * 16)
    let probabilities = observer.map { _ in arena.floats(layout.pairs * heads) }
    layout.withKernelLayout(heads: heads, headSize: query.columns / heads, scores) { layout in
      device.kernels.attention_step(
        layout, query.base, query.stride, key.base, key.stride, value.base, value.stride,
        output.base, output.stride, probabilities, scratch)
    }
    if let probabilities { observer?.see(probabilities, layout, heads: heads) }
    arena.release(to: mark)
  }

  private func attentionScratch(
    _ layout: AttentionLayout, headSize: Int
  ) -> UnsafeMutablePointer<Float> {
    arena.floats(
      device.kernels.attention_scratch(layout.mostQueries, layout.mostKeys, Int32(headSize)))
  }
}
