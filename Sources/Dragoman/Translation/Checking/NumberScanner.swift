/// Reads the numbers of a text.
struct NumberScanner {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func numbers() -> [WrittenNumber] {
    var numbers: [WrittenNumber] = []
    while place < scalars.count {
      if digit(place) != nil {
        numbers.append(date() ?? number())
      } else {
        if let value = fraction(place) {
          numbers.append(
            WrittenNumber(
              text: text(place..<place + 1), values: ["0" + value], parts: [], isShort: true))
        }
        place += 1
      }
    }
    return numbers
  }

  /// Three groups of digits with the same mark between them, one of which is a year.
  private mutating func date() -> WrittenNumber? {
    let start = place
    var (groups, end) = ([group(at: start)], start)
    end += groups[0].count
    guard end < scalars.count, "./-".unicodeScalars.contains(scalars[end]) else { return nil }
    let mark = scalars[end]
    while groups.count < 4, end < scalars.count, scalars[end] == mark {
      let next = group(at: end + 1)
      if next.isEmpty { break }
      groups.append(next)
      end += 1 + next.count
    }
    let years = groups.map { $0.count == 4 }
    // `25.12.`, and `12/25`.
    let isDay =
      groups.count == 2 && groups.allSatisfy { $0.count <= 2 }
      && (mark == "/" || mark == "." && end < scalars.count && scalars[end] == ".")
    let isDate =
      groups.count == 3 && groups.allSatisfy { $0.count <= 2 || $0.count == 4 }
      && (years[0] != years[2] || mark == "." && groups.allSatisfy { $0.count == 2 }) && !years[1]
    guard isDay || isDate else { return nil }
    var parts = groups.map { WrittenNumber.Part(value: canonical($0)) }
    // Of a day and a month it is the one that can be a month, and may be a word. Of two it may be either.
    let months = parts.indices.filter {
      groups[$0].count <= 2 && (Int(parts[$0].value) ?? 99) <= 12
    }
    let month = isDate && mark != "/" ? months.filter { $0 == 1 } : months
    for index in month { parts[index].isOptional = true }
    place = end
    var number = WrittenNumber(text: text(start..<end), parts: parts, isShort: false)
    if isDay, mark == ".", groups.count == 2 { number.values = values(groups, ["."]) }
    return number
  }

  private mutating func number() -> WrittenNumber {
    let start = place
    var groups: [String] = []
    var marks: [Unicode.Scalar] = []
    while true {
      let next = group(at: place)
      groups.append(next)
      place += next.count
      guard place + 1 < scalars.count, isMark(scalars[place]), digit(place + 1) != nil else {
        break
      }
      let after = group(at: place + 1)
      if scalars[place].isWhiteSpace {
        // Spaces also stand between numbers.
        guard marks.allSatisfy(\.isWhiteSpace), after.count == 3, groups[0].count <= 3,
          groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { break }
      }
      marks.append(scalars[place])
      place += 1
    }
    var parts = groups.map { WrittenNumber.Part(value: canonical($0)) }
    var values = values(groups, marks)
    if marks.isEmpty, let (value, end) = fractionAfterNumber() {
      values.insert(parts[0].value + value)
      values.remove(parts[0].value)
      place = end
      parts = []
    } else if let whole = values.compactMap({ Int($0) }).first, values.count == 1,
      let (value, end) = withChineseUnits(whole)
    {
      values = [value]
      place = end
      return WrittenNumber(
        text: text(start..<place), values: values, parts: [], isScaled: true, hasKnownScale: true,
        isShort: false)
    } else if marks.isEmpty, isMonth(parts[0].value) {
      parts[0].isOptional = true
    }
    let isShort =
      groups.reduce(0) { $0 + $1.count } < 2 && values.allSatisfy { !$0.contains(".") }
      || parts.count == 1 && (parts[0].isOptional || parts[0].value.count < 2)
    var number = WrittenNumber(
      text: text(start..<place), values: values, parts: parts, isScaled: isScaled(),
      isShort: isShort)
    raise(&number)
    sign(&number, at: start)
    return number
  }

  /// Multiplies a number by what follows it: `million`, `e-5`. Where several words do, they all count.
  private mutating func raise(_ number: inout WrittenNumber) {
    if let (power, end) = exponent() {
      number.values = Set(number.values.map { NumberScale.shifted($0, by: power) })
      number.parts = []
      number.isShort = false
      place = end
      return
    }
    if let (power, end) = superscript(), number.values.allSatisfy({ $0.count <= 2 }) {
      number.values = Set(number.values.map { "\($0)^\(power)" })
      number.parts = []
      number.isShort = false
      place = end
      return
    }
    var powers = [0]
    var end = place
    while true {
      var start = end
      if start < scalars.count, scalars[start].isWhiteSpace || scalars[start] == "-" { start += 1 }
      var next = start
      while next < scalars.count, scalars[next].isWordPart { next += 1 }
      let word = text(start..<next)
      var found = NumberScale.powers(of: word)
      // `mil` alone is a thousand, or short for a million or a mile.
      if found.isEmpty, word.lowercased() == "mil" {
        let after = next < scalars.count && scalars[next].isWhiteSpace ? next + 1 : next
        var last = after
        while last < scalars.count, scalars[last].isWordPart { last += 1 }
        if !NumberScale.powers(of: text(after..<last)).isEmpty { found = [3] }
      }
      if found.isEmpty { break }
      powers = powers.flatMap { power in found.map { power + $0 } }
      end = next
    }
    guard end > place else { return }
    number.significandValues = number.values
    number.values = Set(
      number.values.flatMap { value in powers.map { NumberScale.shifted(value, by: $0) } })
    number.hasKnownScale = true
    number.isScaled = true
    number.parts = []
  }

  /// `e-5` after a number.
  private func exponent() -> (power: Int, end: Int)? {
    guard place < scalars.count, "eE".unicodeScalars.contains(scalars[place]) else { return nil }
    var start = place + 1
    var isNegative = false
    if start < scalars.count, NumberSign.marks.contains(scalars[start]) || scalars[start] == "+" {
      isNegative = scalars[start] != "+"
      start += 1
    }
    let digits = group(at: start)
    let end = start + digits.unicodeScalars.count
    guard let power = Int(digits), power <= 400,
      end == scalars.count || !scalars[end].isWordPart
    else { return nil }
    return (isNegative ? -power : power, end)
  }

  /// `³` or `^3` after a number.
  private func superscript() -> (power: String, end: Int)? {
    var end = place
    var power = ""
    while end < scalars.count, let digit = Self.superscripts[scalars[end]] {
      power.append(digit)
      end += 1
    }
    if !power.isEmpty { return (power, end) }
    guard place + 1 < scalars.count, scalars[place] == "^" else { return nil }
    let sign = NumberSign.marks.contains(scalars[place + 1]) ? "-" : ""
    let start = place + 1 + sign.count
    let digits = group(at: start)
    return digits.isEmpty ? nil : (sign + digits, start + digits.count)
  }

  private static let superscripts: [Unicode.Scalar: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "-",
  ]

  /// Makes a number negative if it has the sign: after a word or a number the mark is a hyphen or a range.
  private func sign(_ number: inout WrittenNumber, at start: Int) {
    guard start > 0, NumberSign.marks.contains(scalars[start - 1]),
      start == 1 || scalars[start - 2].isWhiteSpace
        || "(（[„“\"'=:：".unicodeScalars.contains(scalars[start - 2])
        || scalars[start - 2].isUnspaced
    else { return }
    number.text = "-" + number.text
    number.values = Set(number.values.map { $0 == "0" ? $0 : "-" + $0 })
    number.parts = []
    // At the beginning of a text it may as well be a list's mark.
    if start == 1 { number.isPerhapsSigned = true }
  }

  /// What a number makes with the units after it and the digits after these: `10万4500`, `3億4千万`.
  private func withChineseUnits(_ number: Int) -> (value: String, end: Int)? {
    var (sum, section, digits) = (0, 0, number)
    var end = place
    while end < scalars.count {
      if let unit = ["百": 100, "천": 1000, "千": 1000][scalars[end]] {
        (section, digits) = (section + digits &* unit, 0)
        end += 1
      } else if let power = Self.powers[scalars[end]] {
        sum += (section + digits) &* power
        (section, digits) = (0, 0)
        end += 1
      } else if digits == 0, let next = Int(group(at: end)), next < 10_000 {
        digits = next
        end += group(at: end).count
      } else {
        break
      }
    }
    return end == place ? nil : (String(sum &+ section &+ digits), end)
  }

  private static let powers: [Unicode.Scalar: Int] = [
    "万": 10_000, "萬": 10_000, "만": 10_000, "亿": 100_000_000, "億": 100_000_000, "억": 100_000_000,
  ]

  /// The values of groups of digits as one number.
  private func values(_ groups: [String], _ marks: [Unicode.Scalar]) -> Set<String> {
    let whole = groups.joined()
    if marks.isEmpty { return [canonical(whole)] }
    var values: Set<String> = []
    let isEqual = marks.allSatisfy { $0 == marks[0] }
    let isGrouped = isEqual && marks[0] != "\u{66B}" && isGrouping(groups[...])
    if isGrouped { values.insert(canonical(whole)) }
    if let mark = marks.last, isPoint(mark) {
      let before = marks.dropLast()
      let fraction = groups[groups.count - 1]
      // What may be 1250 is not 1.25 with a zero that does not count.
      let isDecimal =
        before.isEmpty
        ? !isGrouped || !fraction.hasSuffix("0")
        : before.allSatisfy { $0 == before[0] } && mark != before[0]
          && isGrouping(groups.dropLast())
      if isDecimal { values.insert(canonical(groups.dropLast().joined(), fraction)) }
    }
    return values
  }

  /// Whether groups may be those of thousands, or of lakhs and crores.
  private func isGrouping(_ groups: ArraySlice<String>) -> Bool {
    guard let first = groups.first, let last = groups.last, first.first != "0" else { return false }
    if groups.count == 1 { return first.count <= 3 }
    let inner = groups.dropFirst().dropLast()
    return last.count == 3
      && (first.count <= 3 && inner.allSatisfy { $0.count == 3 }
        || first.count <= 2 && inner.allSatisfy { $0.count == 2 })
  }

  /// `½`, ` ½` or ` 1/2` after a number, as a decimal fraction.
  private func fractionAfterNumber() -> (value: String, end: Int)? {
    let start = place < scalars.count && scalars[place].isWhiteSpace ? place + 1 : place
    if let value = fraction(start) { return (value, start + 1) }
    guard start > place else { return nil }
    let above = group(at: start)
    let slash = start + above.count
    guard above.count == 1, slash < scalars.count, "/⁄".unicodeScalars.contains(scalars[slash])
    else { return nil }
    let below = group(at: slash + 1)
    guard below.count == 1, let above = Double(above), let divisor = Double(below), above < divisor
    else { return nil }
    return (decimals(above / divisor), slash + 1 + below.count)
  }

  /// A character such as `½` as a decimal fraction: `.5`.
  private func fraction(_ place: Int) -> String? {
    guard place < scalars.count, !scalars[place].isASCII,
      let value = scalars[place].properties.numericValue, value > 0, value < 1
    else { return nil }
    return decimals(value)
  }

  private func decimals(_ fraction: Double) -> String {
    var digits = String(Int((fraction * 1000).rounded()))
    digits = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    while digits.last == "0" { digits.removeLast() }
    return ".\(digits)"
  }

  private func canonical(_ whole: String, _ fraction: String = "") -> String {
    var digits = whole[...].drop { $0 == "0" }
    if digits.isEmpty { digits = "0" }
    var decimals = fraction[...]
    while decimals.last == "0" { decimals.removeLast() }
    return decimals.isEmpty ? String(digits) : "\(digits).\(decimals)"
  }

  private func group(at start: Int) -> String {
    var digits = ""
    var place = start
    while place < scalars.count, let digit = digit(place) {
      digits += digit
      place += 1
    }
    return digits
  }

  /// The digit at a place, as ASCII has it.
  private func digit(_ place: Int) -> String? {
    guard place < scalars.count, scalars[place].isDigit else { return nil }
    if scalars[place].isASCII { return String(scalars[place]) }
    return scalars[place].properties.numericValue.map { String(Int($0)) }
  }

  private func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  /// Whether a number has the character for a month after it.
  private func isMonth(_ value: String) -> Bool {
    let next = place < scalars.count && scalars[place].isWhiteSpace ? place + 1 : place
    return next < scalars.count && "月월".unicodeScalars.contains(scalars[next])
      && (Int(value) ?? 99) <= 12
  }

  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    isPoint(scalar) || " \u{A0}\u{2009}\u{202F}'’٬".unicodeScalars.contains(scalar)
  }

  private func isPoint(_ scalar: Unicode.Scalar) -> Bool {
    ".,．，٫".unicodeScalars.contains(scalar)
  }

  private func isScaled() -> Bool {
    var start = place
    if start < scalars.count, scalars[start].isWhiteSpace { start += 1 }
    guard start < scalars.count else { return false }
    if "百千万萬亿億兆천만억조".unicodeScalars.contains(scalars[start]) { return true }
    // In scripts of which no words are known here, any word may be one.
    if scalars[start].isWordCharacter, let script = Script(scalars[start]),
      !Self.scripts.contains(script)
    {
      return true
    }
    var end = start
    while end < scalars.count, scalars[end].isWordPart { end += 1 }
    let word = text(start..<end).lowercased()
    if start == place, ["k", "m", "bn", "b"].contains(word) { return true }
    return Self.scales.contains { word.hasPrefix($0) }
  }

  private static let scripts = Set("aяαعאहพ漢한".unicodeScalars.compactMap(Script.init))

  /// How words for thousands, millions and so on begin.
  private static let scales = [
    "thou", "taus", "tus", "tis", "tys", "tuh", "mil", "mln", "mio", "mrd", "mld", "bill", "bil",
    "bn",
    "trill", "tril", "lakh", "crore", "bin", "тыс", "тис", "хиля", "хиљ", "млн", "млрд", "милл",
    "міль",
    "милион", "миллиард", "χιλ", "εκατ", "δισ", "ألف", "آلاف", "مليون", "مليار", "ملايين", "هزار",
    "میلیون", "אלף", "אלפים", "מיליון", "מיליארד", "हज़ार", "लाख", "करोड़", "พัน", "หมื่น", "แสน",
    "ล้าน", "nghìn", "triệu", "tỷ", "ribu", "juta", "ezer", "millió",
  ]
}
