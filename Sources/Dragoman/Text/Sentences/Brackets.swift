/// The passages of a line that stand in brackets.
///
/// What is bracketed is part of the sentence around it, so no sentence ends there. Quotations are not
/// counted: they hold speeches of many sentences.
struct Brackets {
  /// The longest passage in bytes. What goes on for longer is a text of its own, or the bracket was
  /// never closed and the mark found belongs to another.
  private static let longest = 300

  /// In order, none within another.
  private var passages: [Range<String.Index>] = []

  init(in line: String) {
    // Few lines have any, and bytes are faster to look through than characters.
    guard line.utf8.contains(where: { $0 == 0x28 || $0 == 0x5B || $0 >= 0xE3 }) else { return }
    var open = Kind.allCases.map { _ in [String.Index]() }
    let scalars = line.unicodeScalars
    for place in scalars.indices {
      guard let (kind, opens) = Kind.of(scalars[place]) else { continue }
      if opens {
        open[kind.rawValue].append(place)
      } else if let start = open[kind.rawValue].popLast(),
        line.utf8.distance(from: start, to: place) <= Self.longest
      {
        while let last = passages.last, last.lowerBound > start { passages.removeLast() }
        passages.append(start..<place)
      }
    }
  }

  /// Whether a place lies within brackets.
  func surround(_ place: String.Index) -> Bool {
    var (low, high) = (0, passages.count)
    while low < high {
      let middle = (low + high) / 2
      if passages[middle].upperBound < place { low = middle + 1 } else { high = middle }
    }
    return low < passages.count && passages[low].lowerBound < place
  }

  private enum Kind: Int, CaseIterable {
    case round, square, wideRound, wideSquare, lenticular, tortoiseShell

    /// The kind of a bracket, and whether it is the opening one of the pair.
    static func of(_ scalar: Unicode.Scalar) -> (Kind, opens: Bool)? {
      switch scalar {
      case "(", ")": (.round, scalar == "(")
      case "[", "]": (.square, scalar == "[")
      case "（", "）": (.wideRound, scalar == "（")
      case "［", "］": (.wideSquare, scalar == "［")
      case "【", "】": (.lenticular, scalar == "【")
      case "〔", "〕": (.tortoiseShell, scalar == "〔")
      default: nil
      }
    }
  }
}
