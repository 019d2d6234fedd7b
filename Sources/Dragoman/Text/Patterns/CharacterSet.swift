/// A set of characters.
struct CharacterSet: Sendable {
  private var ascii: (UInt64, UInt64) = (0, 0)
  /// Whether the UTF-8 of a character in the set may begin with a byte.
  private var leads = [Bool](repeating: false, count: 256)
  /// Sorted, without overlaps.
  private let ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>]) {
    self.ranges = ranges.sorted { $0.lowerBound < $1.lowerBound }
    for range in ranges where range.lowerBound < 0x80 {
      for character in range.lowerBound...min(range.upperBound, 0x7F) {
        if character < 64 {
          ascii.0 |= 1 << UInt64(character)
        } else {
          ascii.1 |= 1 << UInt64(character - 64)
        }
      }
    }
    for range in ranges {
      for lead in Self.lead(of: range.lowerBound)...Self.lead(of: range.upperBound)
      where lead & 0xC0 != 0x80 {
        leads[Int(lead)] = true
      }
    }
  }

  /// The first byte of a character's UTF-8. It grows with the character.
  private static func lead(of character: UInt32) -> UInt8 {
    switch character {
    case ..<0x80: UInt8(character)
    case ..<0x800: UInt8(0xC0 | character >> 6)
    case ..<0x10000: UInt8(0xE0 | character >> 12)
    default: UInt8(0xF0 | (character >> 18) & 0x07)
    }
  }

  /// The first place from `offset` where a character of the set may begin; the text's end when none.
  func candidate(in text: Span<UInt8>, from offset: Int) -> Int {
    leads.withUnsafeBufferPointer { leads in
      var offset = offset
      while offset < text.count, !leads[Int(text[offset])] { offset += 1 }
      return offset
    }
  }

  /// The property White_Space (Unicode Character Database, PropList).
  static let whiteSpace = CharacterSet([
    0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
    0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
  ])

  func contains(_ character: UInt32) -> Bool {
    if character < 64 { return ascii.0 >> UInt64(character) & 1 == 1 }
    if character < 128 { return ascii.1 >> UInt64(character - 64) & 1 == 1 }
    guard let last = ranges.last, character <= last.upperBound else { return false }
    return ranges[ranges.partitioningIndex { $0.upperBound >= character }].contains(character)
  }
}

extension CharacterSet {
  /// The set as a regular expression that every engine reads alike.
  var regularExpression: String {
    func code(_ character: UInt32) -> String {
      "\\x{\(String(character, radix: 16, uppercase: true))}"
    }
    let parts = ranges.map {
      $0.count == 1 ? code($0.lowerBound) : "\(code($0.lowerBound))-\(code($0.upperBound))"
    }
    return "[\(parts.joined())]"
  }

  /// The set that a regular expression describes when it is `\s`, a single character, or a class of
  /// characters and ranges that are written as themselves or as `\x{2E}`; `nil` for any other.
  init?(regularExpression pattern: Substring) {
    if pattern.hasBytes(of: "\\s") {
      self = .whiteSpace
      return
    }
    var rest = Array(pattern.unicodeScalars)[...]
    if rest.first == "[", rest.last == "]", rest.count > 2 {
      rest = rest.dropFirst().dropLast()
      guard rest.first != "^" else { return nil }
    } else if Self.takeCharacter(&rest).map({ _ in rest.isEmpty }) == true {
      rest = Array(pattern.unicodeScalars)[...]
    } else {
      return nil
    }
    var ranges: [ClosedRange<UInt32>] = []
    while !rest.isEmpty {
      guard let first = Self.takeCharacter(&rest) else { return nil }
      var last = first
      if rest.first == "-" {
        rest.removeFirst()
        guard let end = Self.takeCharacter(&rest), end >= first else { return nil }
        last = end
      }
      ranges.append(first...last)
    }
    self.init(Self.merged(ranges))
  }

  private static func takeCharacter(_ text: inout ArraySlice<Unicode.Scalar>) -> UInt32? {
    guard let first = text.popFirst() else { return nil }
    guard first == "\\" else { return "[]^-&.*+?(){}|$#".contains(first) ? nil : first.value }
    guard let kind = text.popFirst() else { return nil }
    if kind == "x", text.popFirst() == "{", let end = text.firstIndex(of: "}") {
      let digits = String(String.UnicodeScalarView(text[..<end]))
      text = text[(end + 1)...]
      return UInt32(digits, radix: 16).flatMap { $0 <= 0x10FFFF ? $0 : nil }
    }
    return "[]^-&.*+?(){}|$#\\/\"'!%:;,".contains(kind) ? kind.value : nil
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}

extension String {
  fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}
