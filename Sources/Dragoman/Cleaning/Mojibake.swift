/// Text whose UTF-8 was read as Latin-1 or Windows-1252, and so written a second time.
package enum Mojibake {
  /// The text as it was; `nil` where there is no sign that it was another.
  ///
  /// Two accented letters, or one and a mark, stand beside each other in sound text too. So what comes of
  /// them has to be likely: Latin letters and punctuation at once, other scripts if there are three and more.
  package static func repaired(_ text: String) -> String? {
    var result: String?
    // Some text was written anew more than once.
    for _ in 0..<3 {
      guard let next = repairedOnce(result ?? text) else { break }
      result = next
    }
    return result
  }

  private static func repairedOnce(_ text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var (likely, other) = (0, 0)
    var place = 0
    while place < scalars.count {
      guard let (scalar, length) = character(at: place, of: scalars) else {
        result.append(scalars[place])
        place += 1
        continue
      }
      if isLikely(scalar) { likely += 1 } else { other += 1 }
      result.append(scalar)
      place += length
    }
    return likely > 0 && other == 0 || likely + other >= 3 ? String(result) : nil
  }

  /// The character whose bytes are shown from a place on, and how many characters show it.
  private static func character(
    at place: Int, of scalars: [Unicode.Scalar]
  ) -> (Unicode.Scalar, length: Int)? {
    guard let lead = byte(scalars[place]) else { return nil }
    let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard length > 0, place + length <= scalars.count else { return nil }
    var bytes = [lead]
    for scalar in scalars[place + 1..<place + length] {
      guard let byte = byte(scalar), byte.isContinuation else { return nil }
      bytes.append(byte)
    }
    guard let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first else {
      return nil
    }
    return (scalar, length)
  }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.value < 0x80 { return nil }
    if scalar.value < 0x100 { return UInt8(scalar.value) }
    return windows[scalar]
  }

  /// What Windows-1252 has where Latin-1 has controls.
  private static let windows = Dictionary(
    uniqueKeysWithValues: zip(
      "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".unicodeScalars,
      [
        0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8B, 0x8C, 0x8E, 0x91, 0x92,
        0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9E, 0x9F,
      ] as [UInt8]))

  private static func isLikely(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0...0xFF, 0x2010...0x2027, 0x2030...0x203A, 0x20AC, 0x2122, 0xFEFF, 0x1F300...0x1FAFF:
      true
    default: false
    }
  }
}
