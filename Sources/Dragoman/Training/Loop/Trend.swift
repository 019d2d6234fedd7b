/// Whether numbers that were measured one after the other rise, by the line of least squares through them.
struct Trend {
  /// The least slope that agrees with the numbers: the lower end of its 95 % confidence interval.
  let leastSlope: Double

  /// How many numbers say anything.
  static let fewest = 5

  /// - Parameter values: At least ``fewest``.
  init(_ values: some Collection<Double>) {
    let count = Double(values.count)
    let (middle, mean) = ((count - 1) / 2, values.reduce(0, +) / count)
    let places = (0..<values.count).map { Double($0) - middle }
    let spread = places.reduce(0) { $0 + $1 * $1 }
    let slope = zip(places, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / spread
    let errors = zip(places, values).reduce(0) { sum, pair in
      let error = pair.1 - mean - slope * pair.0
      return sum + error * error
    }
    let degrees = count - 2
    let deviation = (errors / degrees / spread).squareRoot()
    leastSlope = slope - Self.quantile(degrees) * deviation
  }

  /// Student's t for 95 % on both sides, by its expansion at the normal distribution's (Fisher & Cornish 1960).
  private static func quantile(_ degrees: Double) -> Double {
    1.960 + 2.372 / degrees + 2.822 / (degrees * degrees)
  }
}
