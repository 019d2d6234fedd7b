extension Tape {
  /// The squared errors of predicted numbers, summed. The loss is the last operation, so its own gradient is
  /// `scale`.
  ///
  /// - Parameters:
  ///   - predicted: [N, 1]
  ///   - targets: [N]
  ///   - scale: Factor on the gradient, usually 1 / numbers of the whole batch.
  package func squaredError(_ predicted: Variable, targets: [Float], scale: Float) -> Loss {
    let value = predicted.value
    precondition(value.columns == 1 && value.rows == targets.count, "a target for each number")
    var loss = Loss()
    loss.tokens = targets.count
    let gradient = isRecording ? arena.tensor(rows: value.rows, columns: 1) : nil
    for (row, target) in targets.enumerated() {
      let error = value[row, 0] - target
      loss.smoothed += Double(error * error)
      gradient?[row, 0] = 2 * scale * error
    }
    loss.negativeLogLikelihood = loss.smoothed

    record("squared error", nil) { [self] _ in
      guard let gradient else { return }
      add(gradient, toGradientOf: predicted)
    }
    return loss
  }
}
