/// How well classes were predicted, as scikit-learn computes it.
public struct ClassificationScores: Sendable, Equatable {
  /// A class by itself.
  public struct Class: Sendable, Equatable {
    /// The label.
    public var name: String
    /// The share of right ones among those predicted; 0 where none was.
    public var precision: Double
    /// The share of those that were found; 0 where there are none.
    public var recall: Double
    /// The harmonic mean of both; 0 where both are.
    public var f1: Double
    /// How many there are.
    public var support: Int
  }

  /// All classes that are right or were predicted, in the order of their code points.
  public let classes: [Class]
  /// The share of right predictions, which is also the F1 of all classes together (micro).
  public let accuracy: Double
  /// The mean F1 of the classes.
  public let macroF1: Double
  /// The mean F1 of the classes, each as often as it occurs.
  public let weightedF1: Double
  /// The correlation of both, -1 to 1 (Matthews 1975; Gorodkin 2004 for more than two classes); 0 where it is not
  /// defined.
  public let matthews: Double

  /// - Parameters:
  ///   - gold: The right labels, at least one.
  ///   - predicted: As many.
  public init(gold: [String], predicted: [String]) {
    precondition(gold.count == predicted.count && !gold.isEmpty, "a prediction for each label")
    let names = Set(gold).union(predicted).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    var numbers: [String: Int] = [:]
    for (number, name) in names.enumerated() { numbers[name] = number }
    var (right, inGold, inPredicted) = (
      [Int](repeating: 0, count: names.count), [Int](repeating: 0, count: names.count),
      [Int](repeating: 0, count: names.count)
    )
    for (one, other) in zip(gold, predicted) {
      guard let first = numbers[one], let second = numbers[other] else { continue }
      inGold[first] += 1
      inPredicted[second] += 1
      if first == second { right[first] += 1 }
    }
    classes = names.indices.map { number in
      let score = PrecisionRecall(
        right: right[number], predicted: inPredicted[number], gold: inGold[number])
      return Class(
        name: names[number], precision: score.precision, recall: score.recall, f1: score.f1,
        support: inGold[number])
    }
    let total = Double(gold.count)
    accuracy = Double(right.reduce(0, +)) / total
    macroF1 = classes.reduce(0) { $0 + $1.f1 } / Double(classes.count)
    weightedF1 = classes.reduce(0) { $0 + $1.f1 * Double($1.support) } / total
    func product(_ one: [Int], _ other: [Int]) -> Double {
      zip(one, other).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let together = Double(right.reduce(0, +)) * total - product(inGold, inPredicted)
    let spread =
      (total * total - product(inGold, inGold))
      * (total * total - product(inPredicted, inPredicted))
    matthews = spread > 0 ? together / spread.squareRoot() : 0
  }
}

/// What share of what was predicted is right, and what share of what is right was predicted.
public struct PrecisionRecall: Sendable, Equatable {
  /// The share of right ones among those predicted; 0 where none was.
  public let precision: Double
  /// The share of those that were found; 0 where there are none.
  public let recall: Double
  /// The harmonic mean of both; 0 where both are.
  public let f1: Double

  init(precision: Double, recall: Double, f1: Double) {
    self.precision = precision
    self.recall = recall
    self.f1 = f1
  }

  init(right: Int, predicted: Int, gold: Int) {
    precision = predicted > 0 ? Double(right) / Double(predicted) : 0
    recall = gold > 0 ? Double(right) / Double(gold) : 0
    f1 = predicted + gold > 0 ? 2 * Double(right) / Double(predicted + gold) : 0
  }
}
