internal import CKernels

/// The loss of some tokens, summed over them.
package struct Loss: Sendable, Equatable {
  /// Cross-entropy with label smoothing: what training minimises.
  package var smoothed = 0.0
  /// -log p(target): its mean's exponential is the perplexity.
  package var negativeLogLikelihood = 0.0
  /// The number of tokens.
  package var tokens = 0

  package init() {}

  package static func += (left: inout Loss, right: Loss) {
    left.smoothed += right.smoothed
    left.negativeLogLikelihood += right.negativeLogLikelihood
    left.tokens += right.tokens
  }
}

extension Tape {
  /// Predicts targets from hidden states through an output layer and returns the loss (Szegedy et al.
  /// 2016 for the smoothing).
  ///
  /// The logits of a batch are never held: rows go through the output layer some at a time and, when
  /// the tape records, turn into their gradient at once, which is multiplied back before the next
  /// rows take their place. The loss is the last operation, so its own gradient is `scale`.
  ///
  /// - Parameters:
  ///   - hidden: [N, D]
  ///   - output: To the V logits of the vocabulary.
  ///   - targets: [N] The right token of each row.
  ///   - smoothing: Probability that is spread over the whole vocabulary, in 0 ..< 1.
  ///   - scale: Factor on the gradient, usually 1 / tokens of the whole batch.
  package func crossEntropy(
    _ hidden: Variable, _ output: Linear, targets: [Int32], smoothing: Float, scale: Float
  ) -> Loss {
    let weight = weights.values[output.weight]
    let vocabulary = weight.rows
    let rowsAtOnce = max(64, min(512, (16 << 20) / (vocabulary * MemoryLayout<Float>.stride)))
    var loss = Loss()
    loss.tokens = targets.count
    let hiddenGradient =
      isRecording ? arena.tensor(rows: hidden.value.rows, columns: hidden.value.columns) : nil
    let mark = arena.mark

    for start in stride(from: 0, to: targets.count, by: rowsAtOnce) {
      let range = start..<min(start + rowsAtOnce, targets.count)
      let x = hidden.value.rows(range)
      let logits = arena.tensor(rows: range.count, columns: vocabulary)
      multiply(
        x, weight.transposed, bias: output.bias.map { weights.values[$0] }, into: logits)
      targets[range].withUnsafeBufferPointer { targets in
        kernel.cross_entropy(
          logits.base, vocabulary, targets.baseAddress.unsafelyUnwrapped, range.count, vocabulary,
          smoothing, isRecording ? scale : 0, &loss.smoothed, &loss.negativeLogLikelihood)
      }
      if let gradients, let hiddenGradient {
        if let bias = output.bias {
          kernel.add_column_sums(logits.base, logits.rows, vocabulary, gradients[bias].base)
        }
        multiply(logits.transposed, x, into: gradients[output.weight], accumulate: true)
        multiply(logits, weight, into: hiddenGradient.rows(range))
      }
      arena.release(to: mark)
    }

    record("output layer and loss", nil) { [self] _ in
      guard let hiddenGradient else { return }
      add(hiddenGradient, toGradientOf: hidden)
    }
    return loss
  }
}
