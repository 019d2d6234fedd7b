import CICU

/// A regular expression, as ICU runs it.
///
/// Files of tokenizers are written for Oniguruma, whose `\s` means the property White_Space; ICU's
/// means less and is replaced. Otherwise the two agree on what tokenizers use.
final class RegularExpression: Sendable {
  private nonisolated(unsafe) let handle: OpaquePointer

  /// `nil` when the pattern is no regular expression.
  init?(_ pattern: String) {
    let translated = Array(Self.withWhiteSpaceOfUnicode(pattern).utf8)
    let handle = translated.withUnsafeBytes {
      cicu_regex_create($0.baseAddress, Int32(clamping: $0.count))
    }
    guard let handle else { return nil }
    self.handle = handle
  }

  deinit { cicu_regex_free(handle) }

  private static func withWhiteSpaceOfUnicode(_ pattern: String) -> String {
    var result = ""
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "s" where isEscaped: result += "p{White_Space}"
      case "S" where isEscaped: result += "P{White_Space}"
      default: result.unicodeScalars.append(scalar)
      }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return result
  }

  /// The places of all matches, from left to right.
  func matches(in text: Span<UInt8>) -> [Range<Int>] {
    var capacity = 64
    while true {
      var found = 0
      let bounds = [Int32](unsafeUninitializedCapacity: 2 * capacity) { buffer, count in
        found = Int(
          text.withUnsafeBytes {
            cicu_regex_find(
              handle, $0.baseAddress, Int32(clamping: $0.count), buffer.baseAddress,
              Int32(capacity))
          })
        count = 2 * min(found, capacity)
      }
      guard found > capacity else {
        return stride(from: 0, to: bounds.count, by: 2).map {
          Int(bounds[$0])..<Int(bounds[$0 + 1])
        }
      }
      capacity = found
    }
  }
}
