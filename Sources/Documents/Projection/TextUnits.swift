import Dragoman

/// A text cut into units that no tag goes into: words, and each mark or wide character.
struct TextUnits {
  /// The bytes of each unit; white space is in none.
  let ranges: [Range<Int>]

  /// - Parameter whole: Stretches that stay together, such as placeholders, in order.
  init(_ text: String, whole: [Range<Int>] = []) {
    var ranges: [Range<Int>] = []
    var isInWord = false
    var place = 0
    var rest = whole[...]
    for scalar in text.unicodeScalars {
      let end = place + scalar.utf8.count
      defer { place = end }
      while let first = rest.first, first.upperBound <= place { rest.removeFirst() }
      if let first = rest.first, first.contains(place) {
        if first.lowerBound == place { ranges.append(first) }
        isInWord = false
        continue
      }
      let properties = scalar.properties
      guard !properties.isWhitespace else {
        isInWord = false
        continue
      }
      // Ideographs and kana are words of their own, as far as a tag is concerned.
      let isWide =
        properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value)
        || (0x0E00...0x0EFF).contains(scalar.value)
      let isWord =
        !isWide
        && (properties.isAlphabetic || properties.numericType != nil
          || properties.generalCategory == .nonspacingMark
          || properties.generalCategory == .spacingMark || scalar == "_" || scalar == "'"
          || scalar == "\u{2019}" || scalar == "\u{AD}")
      let joins = isWord && isInWord || properties.generalCategory == .nonspacingMark
      if joins, let last = ranges.last, last.upperBound == place {
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(place..<end)
      }
      isInWord = isWord
    }
    self.ranges = ranges
  }

  /// The bytes from one unit to another.
  func bytes(of units: Range<Int>, end: Int) -> Range<Int> {
    guard !units.isEmpty else {
      let place = units.lowerBound < ranges.count ? ranges[units.lowerBound].lowerBound : end
      return place..<place
    }
    return ranges[units.lowerBound].lowerBound..<ranges[units.upperBound - 1].upperBound
  }
}
