/// A number that stands in a text in digits, of any script, and what values it may have.
///
/// Languages part digits in different ways, so one spelling may have several readings: `1.250` is 1250 in
/// German and 1.25 in English. Values are texts such as `1250` and `10.5`, without zeros that do not count.
struct WrittenNumber {
  /// One of the numbers that it may be made of: those of `10.45`, if that is a time.
  struct Part {
    let value: String
    /// Whether another language may leave it out: a month may be a word.
    var isOptional = false
  }

  /// As it stands in the text.
  var text: String
  /// The values that it may have as one number; empty if it cannot be one.
  var values: Set<String> = []
  /// The numbers that it is otherwise made of.
  var parts: [Part]
  /// Whether a word or character such as `million` or `万` follows.
  var isScaled = false
  /// Whether the values have been multiplied by that word, as its power is known.
  var hasKnownScale = false
  /// The values before that.
  var significandValues: Set<String> = []
  /// Whether its sign may be no sign.
  var isPerhapsSigned = false
  /// Whether it may as well be a word: one digit, a fraction, a month.
  var isShort: Bool

  /// The digits that count, wherever the point is: `15` of 1.5 and 1500000.
  var significands: Set<String> {
    Set(
      values.map { value in
        var digits = value.filter { $0 != "." && $0 != "-" }[...].drop { $0 == "0" }
        while digits.last == "0" { digits.removeLast() }
        return String(digits)
      })
  }

  /// The values without a sign.
  var magnitudes: Set<String> {
    Set(values.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 })
  }

  /// All numbers of a text, in order.
  static func all(in text: String) -> [WrittenNumber] {
    var scanner = NumberScanner(text)
    return scanner.numbers()
  }
}
