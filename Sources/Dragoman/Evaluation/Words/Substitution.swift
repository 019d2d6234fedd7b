/// The few kinds of substitution that the field's tokenizers are made of, as loops over characters.
///
/// Each goes over the line once, from left to right, and does to it what a regular expression would.
enum Substitution {
  /// Replaces every occurrence of a text.
  static func replacing(
    _ pattern: String, in line: [Unicode.Scalar], by replacement: String
  ) -> [Unicode.Scalar] {
    guard let first = pattern.unicodeScalars.first, line.contains(first) else { return line }
    let pattern = Array(pattern.unicodeScalars)
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      if line[index] == first, line[index...].starts(with: pattern) {
        output.append(contentsOf: replacement.unicodeScalars)
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
  static func isolating(
    in line: [Unicode.Scalar], where isolates: (Unicode.Scalar) -> Bool
  ) -> [Unicode.Scalar] {
    guard line.contains(where: isolates) else { return line }
    return Array(unsafeUninitializedCapacity: 3 * line.count) { output, count in
      for character in line {
        let isIsolated = isolates(character)
        if isIsolated { append(" ", to: output, &count) }
        append(character, to: output, &count)
        if isIsolated { append(" ", to: output, &count) }
      }
    }
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
    in line: [Unicode.Scalar], _ spaces: Spaces,
    where separates: (Unicode.Scalar, Unicode.Scalar) -> Bool
  ) -> [Unicode.Scalar] {
    Array(unsafeUninitializedCapacity: 2 * line.count) { output, count in
      var index = 0
      while index < line.count {
        let first = line[index]
        if index + 1 < line.count, separates(first, line[index + 1]) {
          if spaces == .beforeAndBetween { append(" ", to: output, &count) }
          append(first, to: output, &count)
          append(" ", to: output, &count)
          append(line[index + 1], to: output, &count)
          if spaces == .betweenAndAfter { append(" ", to: output, &count) }
          index += 2
        } else {
          append(first, to: output, &count)
          index += 1
        }
      }
    }
  }

  /// Appending to an array would take twice as long.
  @inline(__always)
  private static func append(
    _ character: Unicode.Scalar, to output: UnsafeMutableBufferPointer<Unicode.Scalar>,
    _ count: inout Int
  ) {
    output.initializeElement(at: count, to: character)
    count += 1
  }
}
