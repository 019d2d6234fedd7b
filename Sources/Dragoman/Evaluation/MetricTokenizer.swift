/// How a metric cuts a line into the tokens that it counts.
///
/// The raw value is the tokenizer's name in sacreBLEU and in the signature.
public enum MetricTokenizer: String, CaseIterable, Sendable {
  /// The rules of WMT's `mteval-v13a.pl`: ASCII punctuation stands alone, except in numbers.
  case mteval13a = "13a"
  /// White space alone. For text that is tokenised already.
  case none

  /// Calls `body` with each token of `line`, as UTF-8, in order.
  package func forEachToken(in line: String, _ body: (ArraySlice<UInt8>) -> Void) {
    let bytes = WhiteSpace.trimmingEnd(Array(line.utf8))
    switch self {
    case .mteval13a: WhiteSpace.split(Mteval13a.separate(bytes), body)
    case .none: WhiteSpace.split(bytes, body)
    }
  }
}
