/// Arguments of messages as ICU and Java have them: `{count, plural, one {# file} other {# files}}`.
///
/// The arms of an argument are texts of their own. All else in it is no text.
enum MessagePattern {
  /// What stands between braces.
  struct Argument {
    let range: Range<Int>
    let name: Range<Int>
    /// What is between the braces of its arms.
    var arms: [Range<Int>] = []
    /// Whether `#` stands for the number in them.
    var isPlural = false
  }

  /// Messages within messages beyond this many levels are left alone.
  static let deepestLevel = 8

  /// The arguments in a stretch that have more than a name; `nil` when one begins that is not understood.
  ///
  /// - Parameter hasQuotes: Whether braces within apostrophes are none.
  static func arguments(
    in bytes: [UInt8], _ stretch: Range<Int>, hasQuotes: Bool
  ) -> [Argument]? {
    var reader = PatternReader(
      bytes: bytes, hasQuotes: hasQuotes, end: stretch.upperBound, place: stretch.lowerBound)
    return reader.arguments()
  }

  /// Where apostrophes stand for something: two for one, and one before a brace for text that is none of the
  /// syntax, up to the next one.
  static func apostrophes(in bytes: [UInt8], _ stretch: Range<Int>)
    -> (pairs: [Range<Int>], quotations: [Range<Int>], lone: Int)
  {
    var found = (pairs: [Range<Int>](), quotations: [Range<Int>](), lone: 0)
    let end = stretch.upperBound
    var place = stretch.lowerBound
    while place < end {
      guard bytes[place] == apostrophe else {
        place += 1
        continue
      }
      if place + 1 < end, bytes[place + 1] == apostrophe {
        found.pairs.append(place..<place + 2)
        place += 2
      } else if place + 1 < end, "{}".utf8.contains(bytes[place + 1]) {
        let last = bytes[(place + 1)..<end].firstIndex(of: apostrophe) ?? end - 1
        found.quotations.append(place..<last + 1)
        place = last + 1
      } else {
        found.lone += 1
        place += 1
      }
    }
    return found
  }

  fileprivate static let apostrophe = UInt8(ascii: "'")
}

private struct PatternReader {
  let bytes: [UInt8]
  let hasQuotes: Bool
  let end: Int
  var place: Int

  private subscript(place: Int) -> UInt8 { place < end ? bytes[place] : 0 }

  mutating func arguments() -> [MessagePattern.Argument]? {
    var found: [MessagePattern.Argument] = []
    while place < end {
      if let quoted = endOfQuotation(place) {
        place = quoted
      } else if bytes[place] == UInt8(ascii: "{") {
        if self[place + 1] == UInt8(ascii: "{") {
          // `{{name}}` is somebody else's.
          place += 2
        } else if let comma = comma() {
          guard let argument = argument(comma) else { return nil }
          found.append(argument)
          place = argument.range.upperBound
        } else {
          place += 1
        }
      } else {
        place += 1
      }
    }
    return found
  }

  /// Where what an apostrophe quotes ends, or a pair of them; `nil` when there is neither.
  private func endOfQuotation(_ place: Int) -> Int? {
    guard hasQuotes, bytes[place] == MessagePattern.apostrophe else { return nil }
    if self[place + 1] == MessagePattern.apostrophe { return place + 2 }
    guard "{}".utf8.contains(self[place + 1]) else { return nil }
    return bytes[(place + 1)..<end].firstIndex(of: MessagePattern.apostrophe).map { $0 + 1 }
  }

  /// The place behind the name of the argument that begins here, if it has more than one.
  private func comma() -> Int? {
    let name = word(skipSpace(place + 1))
    let comma = skipSpace(name.upperBound)
    return !name.isEmpty && self[comma] == UInt8(ascii: ",") ? comma : nil
  }

  /// The argument that begins here; `nil` when it is not understood.
  private func argument(_ comma: Int) -> MessagePattern.Argument? {
    let name = word(skipSpace(place + 1))
    let kind = word(skipSpace(comma + 1))
    guard !kind.isEmpty, let last = endOfBraces(place) else { return nil }
    var argument = MessagePattern.Argument(range: place..<last + 1, name: name)
    let style = skipSpace(kind.upperBound)
    switch String(decoding: bytes[kind], as: UTF8.self) {
    case "plural", "selectordinal", "select":
      guard self[style] == UInt8(ascii: ","), let arms = arms(from: style + 1, to: last) else {
        return nil
      }
      argument.arms = arms
      argument.isPlural = bytes[kind].last != UInt8(ascii: "t")
    case "choice":
      guard self[style] == UInt8(ascii: ",") else { return nil }
      argument.arms = choices(from: style + 1, to: last)
    default:
      guard self[style] == UInt8(ascii: ",") || style == last else { return nil }
    }
    return argument
  }

  /// The arms of `one {# file} other {# files}`; `nil` when there is something else.
  private func arms(from start: Int, to last: Int) -> [Range<Int>]? {
    var arms: [Range<Int>] = []
    var place = skipSpace(start)
    while place < last {
      let selector =
        bytes[place..<last].firstIndex { isSpace($0) || "{}".utf8.contains($0) } ?? last
      guard selector > place else { return nil }
      if bytes[place..<selector].starts(with: "offset:".utf8) {
        place = skipSpace(selector)
        // The number may stand behind a space.
        if self[selector - 1] == UInt8(ascii: ":") { place = skipSpace(word(place).upperBound) }
        continue
      }
      let brace = skipSpace(selector)
      guard self[brace] == UInt8(ascii: "{"), let end = endOfBraces(brace), end < last else {
        return nil
      }
      arms.append(brace + 1..<end)
      place = skipSpace(end + 1)
    }
    return arms.isEmpty ? nil : arms
  }

  /// The arms of Java's `0#no files|1#one file|1<{0} files`.
  private func choices(from start: Int, to last: Int) -> [Range<Int>] {
    var arms: [Range<Int>] = []
    var (arm, depth): (Int?, Int) = (nil, 0)
    for place in start..<last {
      switch bytes[place] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "#") where arm == nil, UInt8(ascii: "<") where arm == nil: arm = place + 1
      // The last byte of U+2264, at most.
      case 0xA4 where arm == nil: arm = place + 1
      case UInt8(ascii: "|") where depth == 0:
        if let arm { arms.append(arm..<place) }
        arm = nil
      default: break
      }
    }
    if let arm { arms.append(arm..<last) }
    return arms
  }

  /// The brace that closes one.
  private func endOfBraces(_ start: Int) -> Int? {
    var depth = 0
    var place = start
    while place < end {
      if let quoted = endOfQuotation(place) {
        place = quoted
        continue
      }
      if bytes[place] == UInt8(ascii: "{") { depth += 1 }
      if bytes[place] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return place }
      }
      place += 1
    }
    return nil
  }

  private func word(_ start: Int) -> Range<Int> {
    let rest = bytes[min(start, end)..<end]
    let word = rest.prefix {
      $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || "_.-".utf8.contains($0)
    }
    return word.startIndex..<word.endIndex
  }

  private func skipSpace(_ start: Int) -> Int {
    guard start < end else { return end }
    return bytes[start..<end].firstIndex { !isSpace($0) } ?? end
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
