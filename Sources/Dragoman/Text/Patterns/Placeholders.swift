/// Text that a program puts something else in place of, or that works only as it is: `%s`, `{0}`, `${name}`,
/// web and mail addresses.
package enum Placeholders {
  /// What counts as one.
  package enum Kind: Sendable {
    /// In text for readers: addresses and `{{name}}`, `${name}`.
    case prose
    /// In the messages of programs: also formats of C, Python and Cocoa (`%1$s`, `%(name)s`, `%#@name@`),
    /// `{0}`, `{name}`, `%{name}`, `%NAME%`, `$NAME$`, `$t(name)` and escapes such as `\n`.
    case messages
  }

  /// Where they are in a text, in order.
  package static func find(_ kind: Kind, in text: String) -> [Range<String.Index>] {
    var text = text
    let ranges = text.withUTF8 { utf8 in
      guard utf8.contains(where: isStarter) else { return [Range<Int>]() }
      return PlaceholderScanner(text: Array(utf8), kind: kind).ranges()
    }
    return ranges.map { range in
      text.utf8.index(
        text.startIndex, offsetBy: range.lowerBound)..<text.utf8.index(
          text.startIndex, offsetBy: range.upperBound)
    }
  }

  /// All of a text, as often as they are there.
  package static func words(_ kind: Kind, in text: String) -> [String] {
    find(kind, in: text).map { String(text[$0]) }
  }

  /// The signs of formats that belong to none. In the message of a program one too many breaks it.
  package static func looseSigns(_ kind: Kind, in text: String) -> [Character] {
    guard case .messages = kind else { return [] }
    var rest = text[...]
    var signs: [Character] = []
    for range in find(kind, in: text) + [text.endIndex..<text.endIndex] {
      signs += rest[..<range.lowerBound].filter { "%{}".contains($0) }
      rest = text[range.upperBound...]
    }
    return signs
  }

  private static func isStarter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "%"), UInt8(ascii: "{"), UInt8(ascii: "$"), UInt8(ascii: "\\"),
      UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "w"):
      true
    default: false
    }
  }
}

private struct PlaceholderScanner {
  let text: [UInt8]
  let kind: Placeholders.Kind

  func ranges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var place = 0
    while place < text.count {
      if let end = end(at: place, after: ranges.last?.upperBound ?? 0) {
        let start = text[place] == UInt8(ascii: "@") ? localPart(before: place) : place
        ranges.append(start..<end)
        place = end
      } else {
        place += 1
      }
    }
    return ranges
  }

  private subscript(place: Int) -> UInt8 { place < text.count ? text[place] : 0 }

  /// Where what begins at a place ends.
  private func end(at place: Int, after last: Int) -> Int? {
    switch text[place] {
    case UInt8(ascii: "%"): kind == .messages ? percent(place) : nil
    case UInt8(ascii: "$"): self[place + 1] == UInt8(ascii: "{") ? braces(place + 1) : dollar(place)
    case UInt8(ascii: "{"):
      if self[place + 1] == UInt8(ascii: "{") {
        doubleBraces(place)
      } else {
        kind == .messages ? braces(place) : nil
      }
    case UInt8(ascii: "\\"): kind == .messages && isLetter(self[place + 1]) ? place + 2 : nil
    case UInt8(ascii: "@"): localPart(before: place) >= last ? mailEnd(place) : nil
    case UInt8(ascii: "h"), UInt8(ascii: "f"), UInt8(ascii: "w"), UInt8(ascii: "m"):
      address(place)
    default: nil
    }
  }

  /// A format: `%[position$][flags][width][.precision][length]conversion`, `%(name)s`, `%{name}`, `%NAME%`.
  private func percent(_ start: Int) -> Int? {
    var place = start + 1
    if self[place] == UInt8(ascii: "%") { return place + 1 }
    if self[place] == UInt8(ascii: "{") { return braces(place) }
    if self[place] == UInt8(ascii: "(") {
      guard let end = text[place...].firstIndex(of: UInt8(ascii: ")")), end - place < 64 else {
        return nil
      }
      place = end + 1
    }
    if let end = name(place), end - place > 1, self[end] == UInt8(ascii: "%") { return end + 1 }
    // Of the flags a space is left out: `100 % sure` is none.
    while "-+#0'123456789.*$".utf8.contains(self[place]) { place += 1 }
    while "hlLqjzt".utf8.contains(self[place]) { place += 1 }
    if self[place] == UInt8(ascii: "@"), self[place - 1] == UInt8(ascii: "#"),
      let end = name(place + 1), self[end] == UInt8(ascii: "@")
    {
      return end + 1
    }
    guard "diouxXeEfFgGaAcCsSpn@".utf8.contains(self[place]), self[place] != 0 else {
      // Qt has only a number, `%1` or `%L1`.
      return place > start + 1 && isDigit(self[start + 1]) && isDigit(self[place - 1])
        ? place : nil
    }
    return place + 1
  }

  /// Chrome's `$NAME$`, and `$t(name)` of i18next, which is another message.
  private func dollar(_ start: Int) -> Int? {
    guard kind == .messages else { return nil }
    if text[start...].starts(with: "$t(".utf8) {
      return text[start...].prefix(200).firstIndex(of: UInt8(ascii: ")")).map { $0 + 1 }
    }
    guard let end = name(start + 1), self[end] == UInt8(ascii: "$") else { return nil }
    return end + 1
  }

  /// `{name}`, which has no spaces.
  private func braces(_ start: Int) -> Int? {
    let end = text[(start + 1)...].prefix(80).firstIndex { !isPartOfName($0) }
    guard let end, end > start + 1 || kind == .messages, text[end] == UInt8(ascii: "}") else {
      return nil
    }
    return end + 1
  }

  private func doubleBraces(_ start: Int) -> Int? {
    var place = start + 2
    while place - start < 200, place < text.count {
      if text[place] == UInt8(ascii: "}"), self[place + 1] == UInt8(ascii: "}") { return place + 2 }
      place += 1
    }
    return nil
  }

  private func address(_ start: Int) -> Int? {
    if start > 0, isLetter(text[start - 1]) || isDigit(text[start - 1]) { return nil }
    guard
      ["https://", "http://", "ftp://", "www.", "mailto:"].contains(where: {
        text[start...].starts(with: $0.utf8)
      })
    else { return nil }
    var end = start
    while end < text.count, text[end] > 0x20, text[end] < 0x7F, !"\"<>`|".utf8.contains(text[end]) {
      end += 1
    }
    while end > start, ".,;:!?'()[]{}*_~".utf8.contains(text[end - 1]) { end -= 1 }
    return end - start > 6 ? end : nil
  }

  private func localPart(before place: Int) -> Int {
    var start = place
    while start > 0, isPartOfMail(text[start - 1]) { start -= 1 }
    while start < place, text[start] == UInt8(ascii: ".") { start += 1 }
    return start
  }

  private func mailEnd(_ place: Int) -> Int? {
    guard localPart(before: place) < place else { return nil }
    var end = place + 1
    while isLetter(self[end]) || isDigit(self[end]) || "-.".utf8.contains(self[end]) { end += 1 }
    while end > place, "-.".utf8.contains(text[end - 1]) { end -= 1 }
    guard let dot = text[place..<end].lastIndex(of: UInt8(ascii: ".")), end - dot > 2 else {
      return nil
    }
    return end
  }

  private func name(_ start: Int) -> Int? {
    var end = start
    while isLetter(self[end]) || isDigit(self[end]) || self[end] == UInt8(ascii: "_") { end += 1 }
    return end > start ? end : nil
  }

  private func isPartOfName(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "_.-:!$[]#<>%".utf8.contains(byte)
  }

  private func isPartOfMail(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || "._%+-".utf8.contains(byte)
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
