/// The few kinds of substitution that the field's tokenizers are made of, as loops over characters.
///
/// Each goes over the line once, from left to right, and does to it what a regular expression would.
enum Substitution {
  /// Replaces every occurrence of a text that begins and ends with ASCII.
  static func replacing(
    _ pattern: String, in line: [Unicode.Scalar], by replacement: String
  ) -> [Unicode.Scalar] {
    let pattern = Array(pattern.unicodeScalars)
    guard line.contains(pattern[0]) else { return line }
    var output = reserved(for: line)
    var index = 0
    while index < line.count {
      if line[index] == pattern[0], line[index...].starts(with: pattern) {
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
    var output = reserved(for: line)
    for character in line {
      let isIsolated = isolates(character)
      if isIsolated { output.append(" ") }
      output.append(character)
      if isIsolated { output.append(" ") }
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
    in line: [Unicode.Scalar], _ spaces: Spaces,
    where separates: (Unicode.Scalar, Unicode.Scalar) -> Bool
  ) -> [Unicode.Scalar] {
    var output = reserved(for: line)
    var index = 0
    while index < line.count {
      let first = line[index]
      if index + 1 < line.count, separates(first, line[index + 1]) {
        if spaces == .beforeAndBetween { output.append(" ") }
        output.append(first)
        output.append(" ")
        output.append(line[index + 1])
        if spaces == .betweenAndAfter { output.append(" ") }
        index += 2
      } else {
        output.append(first)
        index += 1
      }
    }
    return output
  }

  private static func reserved(for line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(line.count + line.count / 2 + 2)
    return output
  }
}
