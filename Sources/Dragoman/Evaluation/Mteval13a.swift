/// The rules of `mteval-v13a.pl`, the scoring script of WMT and NIST, as sacreBLEU applies them.
///
/// Each function below is one of the script's substitutions, in its order, as a loop over UTF-8. That
/// is exact because every rule is about ASCII alone: no byte of a longer character is ever one.
enum Mteval13a {
  /// The line with its entities decoded and white space around each token.
  static func separate(_ line: [UInt8]) -> [UInt8] {
    separateDashes(
      separateBeforeNonDigits(separateAfterNonDigits(separatePunctuation(decode(line)))))
  }

  /// Undoes what SGML files do to text. One after the other and not at once, so `&amp;lt;` is `<`.
  private static func decode(_ line: [UInt8]) -> [UInt8] {
    var line = line
    if line.contains(UInt8(ascii: "<")) { line = replacing("<skipped>", in: line, by: "") }
    if line.contains(UInt8(ascii: "\n")) {
      line = replacing("-\n", in: line, by: "")
      line = replacing("\n", in: line, by: " ")
    }
    if line.contains(UInt8(ascii: "&")) {
      line = replacing("&quot;", in: line, by: "\"")
      line = replacing("&amp;", in: line, by: "&")
      line = replacing("&lt;", in: line, by: "<")
      line = replacing("&gt;", in: line, by: ">")
    }
    return line
  }

  /// `([^0-9a-zA-Z',-.])` among printable ASCII → ` \1 `, in a line with a space at either end.
  private static func separatePunctuation(_ line: [UInt8]) -> [UInt8] {
    var output = reserved(for: line)
    output.append(space)
    for byte in line {
      if isSymbol(byte) {
        output.append(contentsOf: [space, byte, space])
      } else {
        output.append(byte)
      }
    }
    output.append(space)
    return output
  }

  /// `([^0-9])([.,])` → `\1 \2 `
  private static func separateAfterNonDigits(_ line: [UInt8]) -> [UInt8] {
    replacingPairs(in: line) { first, second in
      isDigit(first) || !isPoint(second) ? nil : [first, space, second, space]
    }
  }

  /// `([.,])([^0-9])` → ` \1 \2`
  private static func separateBeforeNonDigits(_ line: [UInt8]) -> [UInt8] {
    replacingPairs(in: line) { first, second in
      !isPoint(first) || isDigit(second) ? nil : [space, first, space, second]
    }
  }

  /// `([0-9])(-)` → `\1 \2 `
  private static func separateDashes(_ line: [UInt8]) -> [UInt8] {
    replacingPairs(in: line) { first, second in
      isDigit(first) && second == UInt8(ascii: "-") ? [first, space, second, space] : nil
    }
  }

  /// Replaces pairs of neighbours from left to right. As in a regular expression, a byte that was
  /// replaced as the second of a pair is not looked at again as the first of the next.
  private static func replacingPairs(
    in line: [UInt8], by replacement: (UInt8, UInt8) -> InlineArray<4, UInt8>?
  ) -> [UInt8] {
    var output = reserved(for: line)
    var index = 0
    while index < line.count {
      if index + 1 < line.count, let bytes = replacement(line[index], line[index + 1]) {
        for i in bytes.indices { output.append(bytes[i]) }
        index += 2
      } else {
        output.append(line[index])
        index += 1
      }
    }
    return output
  }

  private static func replacing(
    _ pattern: StaticString, in line: [UInt8], by replacement: StaticString
  ) -> [UInt8] {
    let pattern = UnsafeBufferPointer(start: pattern.utf8Start, count: pattern.utf8CodeUnitCount)
    let replacement = UnsafeBufferPointer(
      start: replacement.utf8Start, count: replacement.utf8CodeUnitCount)
    var output = reserved(for: line)
    var index = 0
    while index < line.count {
      if line[index] == pattern[0], line[index...].starts(with: pattern) {
        output.append(contentsOf: replacement)
        index += pattern.count
      } else {
        output.append(line[index])
        index += 1
      }
    }
    return output
  }

  private static let space = UInt8(ascii: " ")

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isPoint(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
  }

  /// Printable ASCII but letters, digits, apostrophe, comma, dash and full stop.
  private static func isSymbol(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " ")...UInt8(ascii: "&"), UInt8(ascii: "(")...UInt8(ascii: "+"),
      UInt8(ascii: "/"), UInt8(ascii: ":")...UInt8(ascii: "@"),
      UInt8(ascii: "[")...UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func reserved(for line: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(line.count + line.count / 2 + 2)
    return output
  }
}
