/// Steps of the tokenizers that descend from `mteval-v13a.pl`, the scoring script of WMT and NIST.
enum MtevalRules {
  /// Whether one of the rules may do something about a character.
  static func isMark(_ character: Unicode.Scalar) -> Bool {
    switch character {
    case "0"..."9", "A"..."Z", "a"..."z", " ": false
    default: character.isASCII
    }
  }

  /// Undoes what SGML files do to text. One after the other and not at once, so `&amp;lt;` is `<`.
  static func decodeEntities(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard line.contains("&") else { return line }
    var line = Substitution.replacing("&quot;", in: line, by: "\"")
    line = Substitution.replacing("&amp;", in: line, by: "&")
    line = Substitution.replacing("&lt;", in: line, by: "<")
    return Substitution.replacing("&gt;", in: line, by: ">")
  }

  /// The line with a space at either end.
  static func pad(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var padded: [Unicode.Scalar] = []
    padded.reserveCapacity(line.count + 2)
    padded.append(" ")
    padded.append(contentsOf: line)
    padded.append(" ")
    return padded
  }

  /// `([^0-9a-zA-Z',-.])` among printable ASCII → ` \1 `
  static func separateSymbols(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    Substitution.isolating(in: line) { character in
      switch character {
      case "a"..."z": false
      case " "..."&", "("..."+", "/", ":"..."@", "["..."`", "{"..."~": true
      default: false
      }
    }
  }

  /// `([^0-9])([.,])` → `\1 \2 `, then `([.,])([^0-9])` → ` \1 \2`
  static func separatePoints(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard line.contains(where: isPoint) else { return line }
    let line = Substitution.separating(in: line, .betweenAndAfter) { first, second in
      isPoint(second) && !isDigit(first)
    }
    return Substitution.separating(in: line, .beforeAndBetween) { first, second in
      isPoint(first) && !isDigit(second)
    }
  }

  /// `([0-9])(-)` → `\1 \2 `
  static func separateDashes(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard line.contains("-") else { return line }
    return Substitution.separating(in: line, .betweenAndAfter) { first, second in
      second == "-" && isDigit(first)
    }
  }

  private static func isDigit(_ character: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(character)
  }

  private static func isPoint(_ character: Unicode.Scalar) -> Bool {
    character == "." || character == ","
  }
}
