/// The few kinds of substitution that the field's tokenizers are made of, as loops over UTF-8.
///
/// Each goes over the line once, from left to right, and does to it what a regular expression would.
enum Substitution {
  /// Replaces every occurrence of a text.
  static func replacing(
    _ pattern: StaticString, in line: [UInt8], by replacement: StaticString
  ) -> [UInt8] {
    let pattern = UnsafeBufferPointer(start: pattern.utf8Start, count: pattern.utf8CodeUnitCount)
    guard line.contains(pattern[0]) else { return line }
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

  /// `(c)` → ` \1 ` for each character that `isolates` accepts.
  @inline(__always)
  static func isolating(in line: [UInt8], where isolates: (Unicode.Scalar) -> Bool) -> [UInt8] {
    var output = reserved(for: line)
    forEachCharacter(in: line) { character, bytes in
      let isIsolated = isolates(character)
      if isIsolated { output.append(space) }
      output.append(contentsOf: bytes)
      if isIsolated { output.append(space) }
    }
    return output
  }

  /// `(c)` → nothing for each character that `removes` accepts.
  @inline(__always)
  static func removing(in line: [UInt8], where removes: (Unicode.Scalar) -> Bool) -> [UInt8] {
    var output = reserved(for: line)
    forEachCharacter(in: line) { character, bytes in
      if !removes(character) { output.append(contentsOf: bytes) }
    }
    return output
  }

  /// Where the spaces go that part two neighbours.
  enum Spaces {
    /// `\1 \2 `
    case betweenAndAfter
    /// ` \1 \2`
    case beforeAndBetween
  }

  /// `(c)(d)` → `\1 \2` and one more space, for each pair of neighbours that `separates` accepts.
  ///
  /// As in a regular expression, the second of a pair is not looked at again as the first of another.
  @inline(__always)
  static func separating(
    in line: [UInt8], _ spaces: Spaces, where separates: (Unicode.Scalar, Unicode.Scalar) -> Bool
  ) -> [UInt8] {
    var output = reserved(for: line)
    let characters = line.span
    var index = 0
    while index < line.count {
      let first = characters.character(at: index)
      let next = index + first.length
      if next < line.count, case let second = characters.character(at: next),
        separates(first.character, second.character)
      {
        if spaces == .beforeAndBetween { output.append(space) }
        output.append(contentsOf: line[index..<next])
        output.append(space)
        output.append(contentsOf: line[next..<next + second.length])
        if spaces == .betweenAndAfter { output.append(space) }
        index = next + second.length
      } else {
        output.append(contentsOf: line[index..<next])
        index = next
      }
    }
    return output
  }

  @inline(__always)
  private static func forEachCharacter(
    in line: [UInt8], _ body: (Unicode.Scalar, ArraySlice<UInt8>) -> Void
  ) {
    var index = 0
    while index < line.count {
      let (character, length) = line.span.character(at: index)
      body(character, line[index..<index + length])
      index += length
    }
  }

  private static let space = UInt8(ascii: " ")

  private static func reserved(for line: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(line.count + line.count / 2 + 2)
    return output
  }
}

extension Span<UInt8> {
  /// The character that starts at an offset of valid UTF-8, and its length in bytes.
  @inline(__always)
  fileprivate func character(at offset: Int) -> (character: Unicode.Scalar, length: Int) {
    let (value, length) = scalar(at: offset)
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
