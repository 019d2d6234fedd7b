/// The passages of a line that stand in brackets.
///
/// What is bracketed is part of the sentence around it, so no sentence ends there. Quotations are not
/// counted: they hold speeches of many sentences.
struct Brackets {
  /// The longest passage in bytes. What goes on for longer is a text of its own, or the bracket was
  /// never closed and the mark found belongs to another.
  private static let longest = 300

  private static let pairs: [Unicode.Scalar: Unicode.Scalar] = [
    ")": "(", "]": "[", "）": "（", "］": "［", "】": "【", "〕": "〔",
  ]
  private static let opening = Set(pairs.values)

  /// In order, none within another.
  private var passages: [Range<String.Index>] = []

  init(in line: String) {
    var open: [Unicode.Scalar: [String.Index]] = [:]
    let scalars = line.unicodeScalars
    for place in scalars.indices {
      let scalar = scalars[place]
      if Self.opening.contains(scalar) {
        open[scalar, default: []].append(place)
      } else if let partner = Self.pairs[scalar], let start = open[partner]?.popLast(),
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
}
