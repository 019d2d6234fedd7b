/// What a score was computed with, in sacreBLEU's form: `nrefs:1|case:mixed|…|version:dragoman-0.1.0`.
///
/// Two scores may be compared when their signatures are equal but for the version. The version says
/// `dragoman-` so that nobody takes the figure for sacreBLEU's own; the tests hold it to the digits
/// that sacreBLEU 2.6 prints.
public struct Signature: Sendable, Equatable, CustomStringConvertible {
  /// One choice: its name and its value.
  public struct Choice: Sendable, Equatable {
    /// As in `nrefs:1`, the part before the colon.
    public let name: String
    /// The part after the colon.
    public let value: String
  }

  /// The choices in the order in which sacreBLEU prints them.
  public private(set) var choices: [Choice]

  /// The signature of a metric with `choices`; the version is added.
  init(references: Int, _ choices: KeyValuePairs<String, String>) {
    self.choices =
      [Choice(name: "nrefs", value: "\(references)")]
      + choices.map { Choice(name: $0, value: $1) }
      + [Choice(name: "version", value: "dragoman-\(dragomanVersion)")]
  }

  /// Adds how the score was resampled, which stands after the number of references.
  mutating func insert(_ resampling: [Choice]) { choices.insert(contentsOf: resampling, at: 1) }

  /// `name:value|name:value|…`
  public var description: String {
    choices.map { "\($0.name):\($0.value)" }.joined(separator: "|")
  }
}
