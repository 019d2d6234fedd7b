import CICU
import Synchronization

/// Numbers that a text has in words or in the numerals of a script, rather than in digits.
package enum SpelledNumber {
  /// Whether a number stands in a text in the words of any of the languages whose words Unicode knows, inflected
  /// (`twentieth`) and inside other words (`zwölfjährig`) too, as a year (`nineteen ninety-eight`), or in Roman
  /// or Chinese numerals.
  package static func contains(_ text: String, _ number: Int) -> Bool {
    guard number >= 0, number < 1_000_000_000 else { return false }
    if ChineseNumeral.values(in: text).contains(number) { return true }
    if let roman = roman(number), hasWord(text, roman) { return true }
    let words = " " + separated(text.lowercased()) + " "
    if isSpelled(number, in: words) { return true }
    return 1100..<2100 ~= number && isSpelled(number / 100, in: words)
      && (number % 100 == 0 || isSpelled(number % 100, in: words))
  }

  private static func isSpelled(_ number: Int, in words: String) -> Bool {
    forms(of: number).contains { words.contains($0) }
  }

  /// Whether a word in capitals stands in a text.
  private static func hasWord(_ text: String, _ word: String) -> Bool {
    // French and Russian put endings on them: `XIXe`.
    text.split { !($0.isLetter && $0.isUppercase) }.contains { $0 == word }
  }

  /// Letters and digits, with a space for each run of others.
  private static func separated(_ text: String) -> String {
    text.unicodeScalars.split { !$0.isWordPart }.map { String(Substring($0)) }.joined(
      separator: " ")
  }

  /// What to look for in a text of words between spaces.
  private static func forms(of number: Int) -> Set<String> {
    if let known = cache.withLock({ $0[number] }) { return known }
    var forms: Set<String> = []
    for language in languages {
      var words = [CChar](repeating: 0, count: 512)
      let length = Int(cicu_spell_out(Int64(number), language, &words, Int32(words.count)))
      guard length > 0, length < words.count else { continue }
      let bytes = words.prefix(length).map(UInt8.init(bitPattern:))
      // Words may be parted by soft hyphens.
      let spelled = String(decoding: bytes, as: UTF8.self)
        .replacing("\u{AD}", with: "").lowercased()
      let form = separated(spelled)
      guard form.unicodeScalars.contains(where: { $0.isWordCharacter && !$0.isDigit }) else {
        continue
      }
      let isUnspaced = form.unicodeScalars.contains(where: \.isUnspaced)
      // Ordinals and cases have other endings; a short word may by chance be a part of others.
      forms.insert(
        form.count >= 5 ? String(form.dropLast()) : isUnspaced ? form : " \(form) ")
    }
    cache.withLock { cache in
      if cache.count >= 10_000 { cache.removeAll() }
      cache[number] = forms
    }
    return forms
  }

  private static let cache = Mutex<[Int: Set<String>]>([:])

  private static let languages = [
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr",
    "hu",
    "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl",
    "sr",
    "sv", "sw", "th", "tr", "uk", "vi", "zh",
  ]

  private static func roman(_ number: Int) -> String? {
    guard 1..<4000 ~= number else { return nil }
    var (rest, numeral) = (number, "")
    for (value, letters) in [
      (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
      (40, "XL"),
      (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ] {
      numeral += String(repeating: letters, count: rest / value)
      rest %= value
    }
    return numeral
  }
}

/// Numbers of Chinese characters, which Japanese has too: `一九九八`, `二十五`, `三千五百`.
enum ChineseNumeral {
  /// The values of all that stand in a text. One character alone is in most places no number (`一起`), so its
  /// value is among them, but says little.
  static func values(in text: String) -> [Int] {
    text.unicodeScalars.split { digits[$0] == nil && units[$0] == nil && powers[$0] == nil }
      .compactMap { value(of: $0) }
  }

  private static let digits: [Unicode.Scalar: Int] = [
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
  ]
  private static let units: [Unicode.Scalar: Int] = ["十": 10, "百": 100, "千": 1000]
  private static let powers: [Unicode.Scalar: Int] = [
    "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000,
  ]

  private static func value(of numeral: Substring.UnicodeScalarView) -> Int? {
    guard numeral.count <= 24 else { return nil }
    if numeral.allSatisfy({ digits[$0] != nil }) {
      guard numeral.count <= 9 else { return nil }
      return numeral.reduce(0) { 10 * $0 + (digits[$1] ?? 0) }
    }
    var (sum, section, digit) = (0, 0, 0)
    for character in numeral {
      if let value = digits[character] {
        digit = value
      } else if let unit = units[character] {
        section += max(1, digit) * unit
        digit = 0
      } else if let power = powers[character] {
        guard section + digit < 100_000, sum < 1_000_000_000_000 else { return nil }
        sum += max(1, section + digit) * power
        (section, digit) = (0, 0)
      }
    }
    return sum + section + digit
  }
}
