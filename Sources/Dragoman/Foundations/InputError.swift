/// Something a user gave that cannot be used.
///
/// Every error a user can cause is one of these, so that all of them read alike: first the place,
/// then what was found and what was expected, then what to do about it.
///
/// ```
/// train.de: 28,999 lines, but train.en has 29,000. The lengths stop fitting together near line 412.
///   Make the files line by line translations of each other.
/// ```
public struct InputError: Error, Equatable, CustomStringConvertible {
  /// The file (`train.de`), line (`train.de:17`) or parameter (`--beam-size`) at fault.
  public var place: String
  /// What was found and what was expected, as one sentence without a line break.
  public var problem: String
  /// What the user can do, as one sentence; `nil` when the problem says it already.
  public var remedy: String?

  /// Describes a fault at a place, and the way out of it.
  public init(_ place: String, _ problem: String, remedy: String? = nil) {
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  /// One or two lines, ready to be printed after `Error: `.
  public var description: String {
    let first = "\(place): \(problem)"
    guard let remedy else { return first }
    return "\(first)\n  \(remedy)"
  }
}
