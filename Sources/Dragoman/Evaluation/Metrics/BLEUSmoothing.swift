/// What BLEU does about an n-gram order of which nothing matches, whose logarithm does not exist
/// (methods of Chen and Cherry 2014).
public struct BLEUSmoothing: Sendable, Equatable, CustomStringConvertible {
  /// The raw value is the method's name in sacreBLEU and in the signature.
  public enum Method: String, CaseIterable, Sendable {
    /// The score is 0.
    case none
    /// A small number stands for a count of 0 (method 1).
    case floor
    /// A number is added to all counts and totals of order 2 and above (method 2).
    case addK = "add-k"
    /// The first such order counts as half a match, the second as a quarter and so on (method 3).
    case exponential = "exp"
  }

  /// What is done.
  public var method: Method
  /// The number of `floor` and `add-k`; the other methods take no notice of it.
  public var value: Double

  /// A method; as it stands, sacreBLEU's default.
  ///
  /// - Parameter value: 0 or more; if not given, 0.1 for `floor` and 1 for `add-k`.
  public init(_ method: Method = .exponential, value: Double? = nil) {
    self.method = method
    self.value = value ?? (method == .floor ? 0.1 : 1)
  }

  /// As the signature has it: `exp`, `floor[0.10]`.
  public var description: String {
    switch method {
    case .none, .exponential: method.rawValue
    case .floor, .addK: "\(method.rawValue)[\(Figures.decimal(value, places: 2))]"
    }
  }
}
