/// What a score was computed with, in sacreBLEU's form: `nrefs:1|case:mixed|…|version:dragoman-0.1.0`.
///
/// Two scores may be compared when their signatures are equal but for the version. The version says
/// `dragoman-` so that nobody takes the figure for sacreBLEU's own; the tests hold it to the digits
/// that sacreBLEU 2.6 prints.
public struct Signature: Sendable, Equatable, CustomStringConvertible {
  /// The choices by name, in the order in which sacreBLEU prints them.
  public let description: String

  /// The signature of a metric with `choices`; the version is added.
  init(_ choices: KeyValuePairs<String, String>) {
    description = (choices.map { "\($0):\($1)" } + ["version:dragoman-\(dragomanVersion)"])
      .joined(separator: "|")
  }
}
