/// Numbers with full stops between, before another: `3`, `3.5`, `3.5.2020`, `1.000`.
struct StoppedNumbers {
  private let numbers: [(value: Int, digits: Int)]

  /// `nil` when a word consists of anything else.
  init?(_ word: String) {
    var numbers: [(value: Int, digits: Int)] = []
    for part in word.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false) {
      guard !part.isEmpty, part.allSatisfy(\.isDigit) else { return nil }
      // What is longer than four digits is no part of a date; only that it is long matters.
      let value = part.prefix(5).reduce(0) { $0 * 10 + Int($1.properties.numericValue ?? 0) }
      numbers.append((value, part.count))
    }
    self.numbers = numbers
  }

  /// Whether another number may belong to them: `3. 5.`, and in languages with ordinal numbers `3.5. 9 Uhr`.
  func mayBeginDate(_ conventions: SentenceConventions) -> Bool {
    numbers.count == 1 || conventions.writesOrdinals && isDayAndMonth
  }

  /// Whether the sentence may go on after the full stop behind them: that of an ordinal number, or of a date.
  func mayGoOn(_ conventions: SentenceConventions) -> Bool {
    guard conventions.writesOrdinals else { return false }
    switch numbers.count {
    case 1: return numbers[0].digits <= 3
    case 2: return isDayAndMonth || isGrouped
    case 3: return isGrouped || conventions.writesStopAfterDate && isDate
    default: return isGrouped
    }
  }

  /// `3.5`, as Germans and most of their neighbours in the north and the east write the third of May.
  private var isDayAndMonth: Bool { numbers.count == 2 && isDay(0) && isMonth(1) }

  /// `3.5.2020` or `2020.5.3`.
  private var isDate: Bool {
    numbers.count == 3 && isMonth(1) && (isDay(0) && isYear(2) || isYear(0) && isDay(2))
  }

  /// `1.000`: a number of several groups of digits.
  private var isGrouped: Bool {
    numbers.count > 1 && numbers[0].digits <= 3 && numbers[0].value > 0
      && numbers.dropFirst().allSatisfy { $0.digits == 3 }
  }

  private func isDay(_ index: Int) -> Bool { number(index, in: 1...31) }

  private func isMonth(_ index: Int) -> Bool { number(index, in: 1...12) }

  private func number(_ index: Int, in range: ClosedRange<Int>) -> Bool {
    numbers[index].digits <= 2 && range ~= numbers[index].value
  }

  private func isYear(_ index: Int) -> Bool { [2, 4].contains(numbers[index].digits) }
}
