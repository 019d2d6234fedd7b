/// How well numbers were predicted: their correlation with the right ones.
public struct Correlation: Sendable, Equatable {
  /// That of the numbers, -1 to 1 (Pearson); NaN where all of one are equal.
  public let pearson: Double
  /// That of their ranks (Spearman 1904); equal numbers share the mean of their ranks.
  public let spearman: Double

  /// - Parameters:
  ///   - gold: The right numbers, at least two.
  ///   - predicted: As many.
  public init(gold: [Double], predicted: [Double]) {
    precondition(gold.count == predicted.count, "a prediction for each number")
    pearson = Self.correlation(gold, predicted)
    spearman = Self.correlation(Self.ranks(gold), Self.ranks(predicted))
  }

  private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
    func centred(_ values: [Double]) -> [Double] {
      let mean = values.reduce(0, +) / Double(values.count)
      let differences = values.map { $0 - mean }
      // Divided before they are multiplied, so that nothing overflows.
      let length = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return differences.map { $0 / length }
    }
    let product = zip(centred(one), centred(other)).reduce(0) { $0 + $1.0 * $1.1 }
    return product.isNaN ? product : max(-1, min(1, product))
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 + 1 }
      start = end
    }
    return ranks
  }
}
