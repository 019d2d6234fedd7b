/// Parameters that have one learning rate.
enum ParameterGroup: Sendable {
  /// Those of an encoder and its embedding, which may have been trained before.
  case encoder
  /// All others.
  case others

  /// The group of a parameter, by its name.
  init(_ name: String) {
    self = name.hasPrefix("encoder.") || name.hasPrefix("embedding.") ? .encoder : .others
  }
}

extension TrainingOptions {
  /// What the learning rate of a group is multiplied with in an update.
  func rateFactor(of group: ParameterGroup, update: Int) -> Float {
    switch group {
    case .encoder: update <= encoderFreeze ? 0 : encoderRate
    case .others: 1
    }
  }
}
