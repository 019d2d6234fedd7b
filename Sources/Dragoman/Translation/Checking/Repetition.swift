/// How a text repeats itself.
enum Repetition {
  /// Whether a translation says the same again and again, which its source does not.
  ///
  /// Sequences of words and, for scripts without spaces, of characters. A short one may come three times,
  /// a long one twice, or as often as anything does in the source.
  ///
  /// - Parameter numbersAreKnown: Whether all its numbers are those of the source, and so may have many zeros.
  static func isLoop(_ target: String, source: String, numbersAreKnown: Bool) -> Bool {
    let characters = withoutNumbers(characters(target)) { run in
      // Of a number that is only wrong something else is said.
      numbersAreKnown || run.contains { $0 != run.first }
    }
    // A phrase may be said three times where words are spaced, and is then a long sequence of characters.
    let long = target.contains(where: \.isWhitespace) ? 40 : 10
    let found = [
      longest(target.split(whereSeparator: \.isWhitespace), long: 5),
      longest(characters, long: long),
    ]
    guard found.contains(where: { $0.short > 3 || $0.long > 2 }) else { return false }
    let given = [
      longest(source.split(whereSeparator: \.isWhitespace), long: 5),
      longest(self.characters(source), long: long),
      // Digits may stand together that marks part in the source.
      longest(self.characters(source).filter { $0.isLetter || $0.isNumber }, long: long),
    ]
    let most = given.reduce(0) { max($0, $1.short, $1.long) }
    return found.contains { $0.short > max(3, most) || $0.long > max(2, most) }
  }

  /// Digits as ASCII has them, so that all scripts' are alike.
  private static func characters(_ text: String) -> [Character] {
    text.filter { !$0.isWhitespace }.map { character in
      guard let digit = character.wholeNumberValue, 0...9 ~= digit else { return character }
      return Character(String(digit))
    }
  }

  private static func withoutNumbers(
    _ characters: [Character], where isRemoved: (ArraySlice<Character>) -> Bool
  ) -> [Character] {
    var (kept, rest) = ([Character](), characters[...])
    while !rest.isEmpty {
      let number = rest.prefix(while: \.isNumber)
      if !isRemoved(number) { kept += number }
      rest = rest.dropFirst(number.count)
      let other = rest.prefix { !$0.isNumber }
      kept += other
      rest = rest.dropFirst(other.count)
    }
    return kept
  }

  /// How often at most one sequence follows itself without a break.
  ///
  /// - Parameter long: The least length of a long sequence.
  private static func longest<Item: Equatable>(
    _ items: [Item], long: Int
  ) -> (short: Int, long: Int) {
    var (short, longer) = (items.isEmpty ? 0 : 1, items.isEmpty ? 0 : 1)
    for period in stride(from: 1, through: min(items.count / 2, 100), by: 1) {
      var run = 0
      var most = 0
      for index in period..<items.count {
        run = items[index] == items[index - period] ? run + 1 : 0
        most = max(most, run)
      }
      let times = most / period + 1
      if period < long { short = max(short, times) } else { longer = max(longer, times) }
    }
    return (short, longer)
  }
}
