/// What a word such as `million` multiplies the number before it with, as a power of ten.
///
/// Words that mean a thousand in one language and a million or a mile in another have no power here.
enum NumberScale {
  /// The powers that a word may stand for; empty if it is none of these words.
  static func powers(of word: String) -> [Int] {
    let word = word.lowercased()
    if let powers = exact[word] { return powers }
    guard !people.contains(where: { word.contains($0) }) else { return [] }
    return beginnings.first { word.hasPrefix($0.word) }?.powers ?? []
  }

  /// A decimal number, as values are written, times a power of ten.
  static func shifted(_ value: String, by power: Int) -> String {
    guard abs(power) <= 40 else { return "\(value)e\(power)" }
    let parts = value.split(separator: ".", omittingEmptySubsequences: false)
    var whole = parts[0]
    var fraction = parts.count > 1 ? parts[1] : ""
    if power >= 0 {
      fraction += String(repeating: "0", count: max(0, power - fraction.count))
      whole += fraction.prefix(power)
      fraction = fraction.dropFirst(power)
    } else {
      whole = String(repeating: "0", count: max(0, -power - whole.count)) + whole
      fraction = whole.suffix(-power) + fraction
      whole = whole.dropLast(-power)
    }
    while fraction.last == "0" { fraction.removeLast() }
    let digits = whole.drop { $0 == "0" }
    return (digits.isEmpty ? "0" : digits) + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// Whether a word of a text makes a value without digits: `half a million`, `a dozen`.
  static func isSpelled(_ value: String, in text: String) -> Bool {
    guard let number = Int(value), number > 0 else { return false }
    return text.lowercased().unicodeScalars.split { !$0.isWordPart }.contains { scalars in
      let word = String(Substring(scalars))
      if dozens.contains(where: { word.contains($0) }) { return number % 6 == 0 && number <= 144 }
      return powers(of: word).contains { power in
        // One, a half, and so many and a half of them.
        guard power <= 15 else { return false }
        let half = (0..<power).reduce(1) { product, _ in 10 * product } / 2
        return number % half == 0
          && (number / half == 2 || number / half % 2 == 1 && number / half < 20)
      }
    }
  }

  private static let dozens = [
    "dozen", "dutzend", "dozijn", "douzaine", "docena", "dozzin", "dúzia", "dussin", "dusin",
    "tucet", "tuzin", "дюжин", "düzine", "tucat", "tusina", "δωδεκάδα", "ダース",
  ]

  /// Who has a million has not that number.
  private static let people = ["ionai", "ionnai", "ionär", "jonär", "jonää", "ionár", "ionář"]

  private static let exact: [String: [Int]] = [
    "k": [3], "mille": [3], "mila": [3], "mii": [3], "bn": [9], "tn": [12], "tỷ": [9], "tỉ": [9],
    "triệu": [6], "nghìn": [3], "ngàn": [3], "ezer": [3], "mln": [6], "mio": [6], "mld": [9],
    "mlrd": [9], "mrd": [9], "mia": [9], "juta": [6], "ribu": [3], "tsd": [3], "тыс": [3],
    "тис": [3], "млн": [6], "млрд": [9], "lakh": [5], "lakhs": [5], "crore": [7], "crores": [7],
  ]

  /// How inflected words begin, longer ones first where one begins another.
  private static let beginnings: [(word: String, powers: [Int])] = [
    ("milliard", [9]), ("miliard", [9]), ("miljard", [9]), ("miljardi", [9]), ("milijard", [9]),
    ("milyar", [9]), ("miliar", [9]), ("миллиард", [9]), ("мільярд", [9]), ("милијард", [9]),
    ("милиард", [9]), ("millio", [6]), ("millió", [6]), ("millon", [6]), ("millón", [6]),
    ("milió", [6]), ("milio", [6]), ("miljo", [6]), ("milijon", [6]), ("milijun", [6]),
    ("milyon", [6]), ("milhõ", [6]), ("milhã", [6]), ("миллион", [6]), ("мільйон", [6]),
    ("милион", [6]), ("εκατομμύρι", [6]), ("δισεκατομμύρι", [9]), ("billion", [9, 12]),
    ("billón", [12]), ("billon", [12]), ("trillion", [12, 18]), ("thousand", [3]),
    ("tausend", [3]), ("duizend", [3]), ("tusen", [3]), ("tusind", [3]), ("tysiąc", [3]),
    ("tysięcy", [3]), ("tisíc", [3]), ("tuhat", [3]), ("tuhansi", [3]), ("тысяч", [3]),
    ("тисяч", [3]), ("хиляд", [3]), ("مليون", [6]), ("ملايين", [6]), ("مليار", [9]),
    ("میلیون", [6]), ("میلیارد", [9]), ("מיליון", [6]), ("מיליארד", [9]), ("लाख", [5]),
    ("करोड़", [7]),
  ]
}

/// Signs of numbers, which some languages have as words.
enum NumberSign {
  static let marks = "-−–－﹣".unicodeScalars

  /// Whether a text says in words that a number is below zero.
  static func isSpelled(in text: String) -> Bool {
    let text = text.lowercased()
    return words.contains { text.contains($0) }
  }

  private static let words = [
    "minus", "mínus", "miinus", "moins", "menos", "meno ", "menys", "minusz", "минус",
    "мінус", "μείον", "πλην", "eksi", "منفي", "سالب", "ناقص", "منفی", "מינוס", "माइनस", "ऋण",
    "ลบ", "âm ", "trừ", "マイナス", "零下", "氷点下", "负", "負", "마이너스", "영하", "negativ",
    "négatif", "отрицат", "below", "under", "unter", "sous", "bajo", "sotto", "abaixo", "onder",
    "ниже", "нижче", "poniżej", "pod ", "sub ", "alatt", "zero", "zéro", "frost", "мороз",
  ]
}
