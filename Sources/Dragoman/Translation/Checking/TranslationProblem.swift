/// What may be wrong with a translation, as far as can be seen without knowing the languages.
public enum TranslationProblem: String, Sendable, CaseIterable {
  /// The source has words, the translation none.
  case empty
  /// Far shorter than the source: under a quarter of its tokens, of eight or more.
  case tooShort = "too short"
  /// The same words again and again, which the source does not do.
  case loop
  /// The source itself, of four words or more that are not numbers.
  case copied
  /// A number or an address of the source is missing.
  case lost

  /// What is wrong with `target` as a translation of `source`.
  package static func find(
    source: String, sourceTokens: Int, target: String, targetTokens: Int
  ) -> [TranslationProblem] {
    guard source.contains(where: { $0.isLetter || $0.isNumber }) else { return [] }
    guard !target.allSatisfy(\.isWhitespace) else { return [.empty] }
    var problems: [TranslationProblem] = []
    if sourceTokens >= 8, 4 * targetTokens < sourceTokens { problems.append(.tooShort) }
    if longestLoop(target) > max(3, longestLoop(source)) { problems.append(.loop) }
    let words = source.split(whereSeparator: \.isWhitespace)
    if target == source, words.count(where: { $0.contains(where: \.isLetter) }) >= 4 {
      problems.append(.copied)
    }
    if !lostItems(source: source, target: target).isEmpty { problems.append(.lost) }
    return problems
  }

  /// The numbers and addresses of the source that are not in the translation. Numbers are compared by
  /// their digits alone, for languages part them in different ways: 1,000.5 is 1.000,5.
  static func lostItems(source: String, target: String) -> [String] {
    let digits = target.split { !$0.isNumber }
    return source.split(whereSeparator: \.isWhitespace).compactMap { word in
      if word.contains("://") || word.hasPrefix("www.") {
        let address = String(word.trimmingPunctuation)
        return target.wholeWordRanges(of: address).isEmpty ? address : nil
      }
      let number = word.filter(\.isNumber)
      // Short numbers may be written in words.
      guard number.count > 1, !digits.indices.contains(where: { digits[$0...].begin(with: number) })
      else { return nil }
      return String(word.trimmingPunctuation)
    }
  }

  /// How often at most a sequence of one to four words is repeated without a break.
  private static func longestLoop(_ text: String) -> Int {
    let words = text.split(whereSeparator: \.isWhitespace)
    var longest = words.isEmpty ? 0 : 1
    for period in 1...4 where words.count > period {
      var run = 0
      for index in period..<words.count {
        run = words[index] == words[index - period] ? run + 1 : 0
        longest = max(longest, run / period + 1)
      }
    }
    return longest
  }
}

extension ArraySlice<Substring> {
  /// Whether the first of these parts together are a number: what goes on after it is another number.
  fileprivate func begin(with number: String) -> Bool {
    var rest = number[...]
    for part in self where !rest.isEmpty {
      guard rest.hasPrefix(part) else { return false }
      rest.removeFirst(part.count)
    }
    return rest.isEmpty
  }
}

extension Substring {
  fileprivate var trimmingPunctuation: Substring {
    var part = self
    while let last = part.last, !last.isLetter, !last.isNumber, last != "/" { part.removeLast() }
    while let first = part.first, !first.isLetter, !first.isNumber { part.removeFirst() }
    return part
  }
}
