/// The web and e-mail addresses of a text.
enum WebAddress {
  /// All addresses in order, and the text with a space in place of each.
  ///
  /// An address ends where a language that has no spaces goes on, and before the marks that end a sentence.
  static func split(_ text: String) -> (addresses: [String], rest: String) {
    guard text.contains("://") || text.contains("www.") || text.contains("@") else {
      return ([], text)
    }
    let scalars = Array(text.unicodeScalars)
    var addresses: [String] = []
    var rest = String.UnicodeScalarView()
    var place = 0
    while place < scalars.count {
      var end = place
      if begins(scalars, place) {
        while end < scalars.count, isPart(scalars[end]) { end += 1 }
      } else if let last = endOfMailAddress(scalars, place) {
        end = last
      } else {
        rest.append(scalars[place])
        place += 1
        continue
      }
      while end > place, isEnding(scalars[end - 1]) { end -= 1 }
      var address = String.UnicodeScalarView()
      address.append(contentsOf: scalars[place..<end])
      addresses.append(String(address))
      rest.append(" ")
      place = max(end, place + 1)
    }
    return (addresses, String(rest))
  }

  /// The addresses of the source that the translation has not, or not as often.
  static func missing(from target: [String], of source: [String]) -> [String] {
    var rest = target
    return source.filter { address in
      guard let place = rest.firstIndex(of: address) else { return true }
      rest.remove(at: place)
      return false
    }
  }

  private static func begins(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    // Letters of other scripts may stand before it without a space.
    if place > 0, scalars[place - 1].isASCII, scalars[place - 1].isWordCharacter { return false }
    return ["http://", "https://", "ftp://", "www."].contains { beginning in
      let end = place + beginning.unicodeScalars.count
      return end < scalars.count
        && zip(scalars[place..<end], beginning.unicodeScalars).allSatisfy {
          $0 == $1 || $0.properties.lowercaseMapping == String($1)
        }
    }
  }

  /// Where an e-mail address ends that begins at a place: 64 characters at most, `@`, and a name with a dot.
  private static func endOfMailAddress(_ scalars: [Unicode.Scalar], _ place: Int) -> Int? {
    func isName(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && (scalar.isWordCharacter || ".-_".unicodeScalars.contains(scalar))
    }
    func isLocal(_ scalar: Unicode.Scalar) -> Bool {
      isName(scalar) || scalar == "+" || scalar == "%"
    }
    guard isLocal(scalars[place]), place == 0 || !isLocal(scalars[place - 1]) else { return nil }
    var at = place
    while at < scalars.count, at - place <= 64, isLocal(scalars[at]) { at += 1 }
    guard at < scalars.count, scalars[at] == "@" else { return nil }
    var end = at + 1
    while end < scalars.count, isName(scalars[end]) { end += 1 }
    return scalars[(at + 1)..<end].dropLast().contains(".") ? end : nil
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar.value > 0x20 && scalar.value < 0x7F && !"\"<>".unicodeScalars.contains(scalar)
    }
    return scalar.isWordPart && !scalar.isWide && !(Script(scalar)?.isUnspaced ?? false)
  }

  private static func isEnding(_ scalar: Unicode.Scalar) -> Bool {
    ".,;:!?'()[]{}*_~".unicodeScalars.contains(scalar)
  }
}
