/// Which numbers of a source its translation lost, and which it has that the source has not.
struct NumberComparison {
  /// Numbers of the source as they stand in it.
  private(set) var lost: [String] = []
  /// Numbers of the translation as they stand in it.
  private(set) var surplus: [String] = []

  /// Each number of one text is that of one number in the other, so of two equal ones none may be missing.
  ///
  /// Short numbers may be words, and any other may too if a language is known to spell it so. A short one that
  /// is missing counts where the translation has another, unknown, in its place.
  init(source: String, target: String) {
    var missing = WrittenNumber.all(in: source)
    var unknown = WrittenNumber.all(in: target)
    Self.removePairs(&missing, &unknown) { !$0.values.isDisjoint(with: $1.values) }
    Self.removeMadeOfSameParts(&missing, &unknown)
    // A word whose power is not known may stand for any, but for none only if the digits say so.
    Self.removePairs(&missing, &unknown) {
      ($0.isScaled || $1.isScaled) && !($0.hasKnownScale && $1.hasKnownScale)
        && !($0.hasKnownScale && !$1.isScaled) && !($1.hasKnownScale && !$0.isScaled)
        && !$0.significands.isDisjoint(with: $1.significands)
    }
    let signIsSpelled = NumberSign.isSpelled(in: source) || NumberSign.isSpelled(in: target)
    Self.removePairs(&missing, &unknown) {
      (signIsSpelled || $0.isPerhapsSigned || $1.isPerhapsSigned)
        && !$0.magnitudes.isDisjoint(with: $1.magnitudes)
    }
    Self.removeDecades(&missing, &unknown)
    Self.removeDecades(&unknown, &missing)
    if Self.hasHalfDays(source) || Self.hasHalfDays(target) {
      Self.removePairs(&missing, &unknown) { one, other in
        zip([one, other], [other, one]).contains { Self.isHour($0, afterNoon: $1) }
      }
    }
    // Words for numbers are looked for in many languages. A text full of digits has them for all its numbers.
    if max(missing.count, unknown.count) <= Self.mostSpelled {
      missing.removeAll { Self.isSpelled($0, in: target) }
      unknown.removeAll { Self.isSpelled($0, in: source) }
    }
    let isChanged = missing.contains(where: \.isShort) && unknown.contains(where: \.isShort)
    lost = missing.filter { !$0.isShort || isChanged }.map(\.text)
    surplus = unknown.filter { !$0.isShort || isChanged }.map(\.text)
  }

  private static let mostSpelled = 8

  /// Removes numbers of both texts that are the same, one for one.
  private static func removePairs(
    _ missing: inout [WrittenNumber], _ unknown: inout [WrittenNumber],
    where areSame: (WrittenNumber, WrittenNumber) -> Bool
  ) {
    missing.removeAll { number in
      guard let place = unknown.firstIndex(where: { areSame(number, $0) }) else { return false }
      unknown.remove(at: place)
      return true
    }
  }

  /// Removes dates, times and the like: numbers of one text that those of the other are made of.
  private static func removeMadeOfSameParts(
    _ missing: inout [WrittenNumber], _ unknown: inout [WrittenNumber]
  ) {
    let offered = Bag(missing)
    let usable = unknown.filter { offered.has($0) }
    var pool = Bag(usable)
    var used = Bag([])
    missing.removeAll { number in
      guard !number.parts.isEmpty, pool.take(number) else { return false }
      used.add(number)
      return true
    }
    unknown.removeAll { !$0.parts.isEmpty && used.take($0) }
  }

  /// Removes years such as 1970 where the other text has the 20th century and its 70s.
  private static func removeDecades(
    _ years: inout [WrittenNumber], _ others: inout [WrittenNumber]
  ) {
    years.removeAll { number in
      guard let year = number.values.compactMap({ Int($0) }).first, 1000..<2100 ~= year,
        year % 10 == 0,
        let century = others.firstIndex(where: { $0.values.contains(String(year / 100 + 1)) }),
        let decade = others[(century + 1)...].firstIndex(where: {
          $0.values.contains(String(year % 100))
        })
      else { return false }
      others.remove(at: decade)
      others.remove(at: century)
      return true
    }
  }

  private static func isSpelled(_ number: WrittenNumber, in text: String) -> Bool {
    if number.significandValues.contains(where: { $0.hasSuffix(".5") }) { return true }
    return number.magnitudes.contains { value in
      if value.hasSuffix(".5"), value.count == 3 || number.isScaled { return true }
      return Int(value).map { SpelledNumber.contains(text, $0) } ?? false
        || NumberScale.isSpelled(value, in: text)
    }
  }

  /// Whether a text counts hours from noon.
  static func hasHalfDays(_ text: String) -> Bool {
    let text = text.lowercased()
    return ["pm", "p.m", "p. m", "下午", "晚上", "午後", "오후", "μ.μ"].contains { text.contains($0) }
  }

  private static func isHour(_ one: WrittenNumber, afterNoon other: WrittenNumber) -> Bool {
    guard let hour = one.parts.first.flatMap({ Int($0.value) }), 1...11 ~= hour,
      let later = other.parts.first.flatMap({ Int($0.value) })
    else { return false }
    return later == hour + 12
      && one.parts.dropFirst().map(\.value) == other.parts.dropFirst().map(\.value)
  }
}

/// How often values are there.
private struct Bag {
  private var counts: [String: Int] = [:]

  init(_ numbers: [WrittenNumber]) {
    for number in numbers { add(number) }
  }

  mutating func add(_ number: WrittenNumber) {
    for part in number.parts { counts[part.value, default: 0] += 1 }
  }

  /// Whether all parts of a number are there that must be.
  func has(_ number: WrittenNumber) -> Bool {
    var bag = self
    return !number.parts.isEmpty && bag.take(number)
  }

  /// Takes all parts of a number out if those are there that must be.
  mutating func take(_ number: WrittenNumber) -> Bool {
    var rest = counts
    for part in number.parts {
      let count = rest[part.value] ?? 0
      if count > 0 { rest[part.value] = count - 1 } else if !part.isOptional { return false }
    }
    counts = rest
    return true
  }
}
