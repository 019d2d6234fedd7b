/// The weights that are validated, saved and translated with: a mean over the course of a run.
struct WeightAverage {
  /// The mean.
  let values: ParameterBuffer
  /// The weights at the last validations, oldest first; none where the mean decays instead.
  private(set) var snapshots: [ParameterBuffer] = []
  private let parts: [Range<Int>]
  private let options: TrainingOptions

  /// - Parameter parts: Those that this process keeps.
  init(of weights: ParameterBuffer, parts: [Range<Int>], options: TrainingOptions) {
    values = ParameterBuffer(count: weights.floats.count, using: parts)
    values.copy(weights, parts)
    self.parts = parts
    self.options = options
  }

  /// Follows the weights after an update, the first of which is 1.
  func follow(_ weights: ParameterBuffer, update: Int, threads: Int) {
    guard options.averagedCheckpoints == 0 else { return }
    // Early weights are worse than what one update makes of them, so their share fades faster.
    let decay = min(options.averageDecay, Float(1 + update) / Float(10 + update))
    values.average(
      with: weights, decay: options.averageDecay > 0 ? decay : 0, over: parts, threads: threads)
  }

  /// Takes in the weights that are to be validated.
  mutating func prepareForValidation(_ weights: ParameterBuffer) {
    guard options.averagedCheckpoints > 0 else { return }
    snapshots.append(
      snapshots.count == options.averagedCheckpoints
        ? snapshots.removeFirst() : ParameterBuffer(count: weights.floats.count, using: parts))
    snapshots[snapshots.count - 1].copy(weights, parts)
    values.copy(snapshots[0], parts)
    for (index, snapshot) in snapshots.enumerated().dropFirst() {
      values.average(with: snapshot, decay: Float(index) / Float(index + 1), over: parts)
    }
  }

  /// Has room for the snapshots of a run that is resumed.
  mutating func makeSnapshots(_ count: Int) {
    snapshots = (0..<count).map { _ in
      ParameterBuffer(count: values.floats.count, using: parts)
    }
  }
}
