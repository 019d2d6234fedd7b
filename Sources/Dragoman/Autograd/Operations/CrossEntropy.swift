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

/// What training minimises, for each label token.
package struct Objective: Sendable, Equatable {
  /// Probability that is spread over the whole vocabulary, in 0 ..< 1 (Szegedy et al. 2016).
  package var smoothing: Float
  /// The weight of the divergence of two predictions of a token under different dropout (R-Drop, Liang
  /// et al. 2021); 0 for single predictions. Otherwise every pair of a batch is there twice: the second
  /// half of its tokens repeats the first.
  package var consistency: Float
  /// The weight of -log p of the source token that attention should look at (``AttentionGuide``).
  package var alignmentWeight: Float

  package init(smoothing: Float = 0, consistency: Float = 0, alignmentWeight: Float = 0) {
    self.smoothing = smoothing
    self.consistency = consistency
    self.alignmentWeight = alignmentWeight
  }
}

extension Tape {
  /// Predicts targets through an output layer and returns the loss.
  ///
  /// The logits of a batch are never held: rows go through the output layer some at a time and, when
  /// the tape records, turn into their gradient at once, which is multiplied back before the next
  /// rows take their place. The loss is the last operation, so its own gradient is `scale`.
  ///
  /// - Parameters:
  ///   - hidden: [N, D]
  ///   - output: To the V logits of the vocabulary.
  ///   - targets: [N] The right token of each row.
  ///   - objective: What the loss is.
  ///   - scale: Factor on the gradient, usually 1 / tokens of the whole batch.
  package func crossEntropy(
    _ hidden: Variable, _ output: Linear, targets: [Int32], objective: Objective, scale: Float
  ) -> Loss {
    let isPaired = objective.consistency > 0
    precondition(!isPaired || targets.count.isMultiple(of: 2), "every pair is there twice")
    let vocabulary = output.weight.rows
    let rowsAtOnce = max(64, min(512, (16 << 20) / (vocabulary * MemoryLayout<Float>.stride)))
    let rows = isPaired ? targets.count / 2 : targets.count
    var loss = Loss()
    loss.tokens = targets.count
    let hiddenGradient =
      isRecording ? arena.tensor(rows: hidden.value.rows, columns: hidden.value.columns) : nil
    let mark = arena.mark

    for start in stride(from: 0, to: rows, by: rowsAtOnce) {
      let range = start..<min(start + rowsAtOnce, rows)
      let ranges = isPaired ? [range, range.lowerBound + rows..<range.upperBound + rows] : [range]
      let parts = ranges.map { logits(of: hidden.value.rows($0), output) }
      targets[range].withUnsafeBufferPointer { targets in
        let targets = targets.baseAddress.unsafelyUnwrapped
        let scale = isRecording ? scale : 0
        if isPaired {
          device.kernels.consistent_cross_entropy(
            parts[0].base, parts[1].base, vocabulary, targets, range.count, vocabulary,
            objective.smoothing, objective.consistency, scale, arena.floats(vocabulary),
            &loss.smoothed, &loss.negativeLogLikelihood)
        } else {
          device.kernels.cross_entropy(
            parts[0].base, vocabulary, targets, range.count, vocabulary, objective.smoothing, scale,
            &loss.smoothed, &loss.negativeLogLikelihood)
        }
      }
      if let gradients, let hiddenGradient {
        for (range, part) in zip(ranges, parts) {
          multiplyBack(
            part, hidden.value.rows(range), output, gradients.tables,
            into: hiddenGradient.rows(range))
        }
      }
      arena.release(to: mark)
    }

    record("output layer and loss", nil) { [self] _ in
      guard let hiddenGradient else { return }
      add(hiddenGradient, toGradientOf: hidden)
    }
    return loss
  }

  private func logits(of hidden: Tensor, _ output: Linear) -> Tensor {
    let logits = arena.tensor(rows: hidden.rows, columns: output.weight.rows)
    device.multiply(
      hidden, weights.parameters[output.weight].transposed,
      bias: output.bias.map { weights.parameters[$0] }, into: logits, precision: precision)
    return logits
  }

  /// The way back from the gradient of some logits to their rows of the hidden states and the layer.
  private func multiplyBack(
    _ gradient: Tensor, _ hidden: Tensor, _ output: Linear, _ gradients: ParameterBuffer,
    into hiddenGradient: Tensor
  ) {
    if let bias = output.bias {
      device.kernels.add_column_sums(
        gradient.base, gradient.rows, gradient.columns, gradients[bias].base)
    }
    device.multiply(
      gradient.transposed, hidden, into: gradients[output.weight], accumulate: true,
      precision: precision)
    device.multiply(
      gradient, weights.parameters[output.weight], into: hiddenGradient, precision: precision)
  }
}
