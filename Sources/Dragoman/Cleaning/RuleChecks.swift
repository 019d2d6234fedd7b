/// What can be seen of a pair by itself, without knowing which words translate each other.
///
/// It remembers words, so each thread has one of its own.
struct RuleChecks {
  /// What the corpus is expected to be.
  struct Expectation: Sendable {
    /// The places of the languages in the model; `nil` where the corpus shows none.
    var languages: (source: Int?, target: Int?)
    /// ICU's numbers of the scripts that most letters have.
    var scripts: (source: UInt8?, target: UInt8?)
  }

  private static let mostWords = 250
  private static let mostCharacters = 2_000
  private static let longestRun = 60
  /// How much likelier another language must be than the expected one, as a logarithm: so much, and so much
  /// shared by the words, of which a few prove little.
  private static let (languageMargin, marginOfWords): (Float, Float) = (3, 10)

  private let expectation: Expectation
  private var identifier: LanguageIdentifier

  /// The words of the pair that was checked last.
  private(set) var source = LineWords()
  private(set) var target = LineWords()

  init(_ expectation: Expectation, languages: LanguageModel) {
    self.expectation = expectation
    identifier = LanguageIdentifier(languages)
  }

  /// What is wrong with a pair.
  mutating func faults(_ sourceText: String, _ targetText: String) -> [PairFault] {
    source.read(sourceText)
    target.read(targetText)
    guard source.words.count > 0 || source.signs > 0, target.words.count > 0 || target.signs > 0
    else { return [.empty] }
    var faults: [PairFault] = []
    if isLong(source) || isLong(target) { faults.append(.long) }
    if max(source.longestRun, target.longestRun) >= Self.longestRun,
      hasRun(sourceText, source) || hasRun(targetText, target)
    {
      faults.append(.run)
    }
    if isSigns(source) || isSigns(target) { faults.append(.signs) }
    if isCopied(sourceText, targetText) { faults.append(.copied) }
    if isForeign(source, beside: target, expectation.languages.source, expectation.scripts.source) {
      faults.append(.sourceLanguage)
    }
    if !faults.contains(.copied),
      isForeign(target, beside: source, expectation.languages.target, expectation.scripts.target)
    {
      faults.append(.targetLanguage)
    }
    if source.mayBeMojibake || target.mayBeMojibake,
      Mojibake.repaired(sourceText) != nil || Mojibake.repaired(targetText) != nil
    {
      faults.append(.mojibake)
    }
    if Self.isDamaged(sourceText, source) || Self.isDamaged(targetText, target) {
      faults.append(.damaged)
    }
    if !faults.contains(.long), mayLoop(source) || mayLoop(target),
      Repetition.isLoop(targetText, source: sourceText, numbersAreKnown: true)
        || Repetition.isLoop(sourceText, source: targetText, numbersAreKnown: true)
    {
      faults.append(.loop)
    }
    if source.mayHaveCodes || target.mayHaveCodes { faults += codeFaults(sourceText, targetText) }
    if source.digitSum != target.digitSum, !faults.contains(.codes) {
      if hasOtherNumbers(sourceText, targetText) { faults.append(.numbers) }
    }
    return faults
  }

  private func hasOtherNumbers(_ sourceText: String, _ targetText: String) -> Bool {
    let (given, found) = (WebAddress.split(sourceText).rest, WebAddress.split(targetText).rest)
    let numbers = NumberComparison(source: given, target: found)
    if !numbers.lost.isEmpty || !numbers.surplus.isEmpty { return true }
    // A short number may be a word on the other side, but not where another number has its place.
    var (lost, surplus) = (Self.digits(of: given), Self.digits(of: found))
    for number in lost {
      guard let place = surplus.firstIndex(of: number), let own = lost.firstIndex(of: number) else {
        continue
      }
      surplus.remove(at: place)
      lost.remove(at: own)
    }
    return !lost.isEmpty && lost.count == surplus.count && lost.joined() != surplus.joined()
      && !NumberComparison.hasHalfDays(given) && !NumberComparison.hasHalfDays(found)
  }

  private static func digits(of text: String) -> [String] {
    text.split { !$0.isNumber }.map { run in
      // Leading zeros of dates come and go.
      let number = run.drop { $0 == "0" }
      return number.isEmpty ? "0" : String(number)
    }
  }

  private func isLong(_ line: LineWords) -> Bool {
    line.words.count > Self.mostWords || line.characters > Self.mostCharacters
  }

  /// Whether there is a run of characters that is neither an address nor of a script without spaces.
  private func hasRun(_ text: String, _ line: LineWords) -> Bool {
    guard line.longestRun >= Self.longestRun else { return false }
    return text.split(whereSeparator: \.isWhitespace).contains { run in
      run.utf8.count >= Self.longestRun && run.unicodeScalars.count >= Self.longestRun
        && !run.contains("://") && !run.hasPrefix("www.")
        && run.unicodeScalars.count(where: \.isUnspaced) * 2 < run.unicodeScalars.count
    }
  }

  private func isSigns(_ line: LineWords) -> Bool {
    line.letters == 0 || line.signs + line.digits > line.letters
  }

  /// Whether the sides have the same words, more than two that are not numbers.
  private func isCopied(_ sourceText: String, _ targetText: String) -> Bool {
    guard source.foldedHash == target.foldedHash, source.letters >= 4 else { return false }
    return source.words.count(where: \.hasLettersOnly) > 2
  }

  private mutating func isForeign(
    _ line: LineWords, beside other: LineWords, _ language: Int?, _ script: UInt8?
  ) -> Bool {
    if let script, let main = line.scripts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      main.key != script, 2 * main.value > line.letters, line.letters >= 4,
      !(Self.mixed.contains(main.key) && Self.mixed.contains(script))
    {
      return true
    }
    guard let language, let guess = identifier.identify(line, without: other),
      guess.language != language
    else { return false }
    return identifier.evidence[guess.language] - identifier.evidence[language]
      > Self.languageMargin + Self.marginOfWords / Float(identifier.words)
  }

  /// The scripts of Japanese and Chinese, which one line mixes.
  private static let mixed = Set(
    "漢あア".unicodeScalars.map { CharacterTable.shared[$0.value].script })

  private static func isDamaged(_ text: String, _ line: LineWords) -> Bool {
    if line.mayBeMojibake, text.unicodeScalars.contains("\u{FFFD}") { return true }
    guard text.utf8.contains(0x3F), !text.contains("://"), !text.contains("www.") else {
      return false
    }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.dropFirst().dropLast().contains {
      scalars[$0] == "?" && scalars[$0 - 1].properties.isLowercase
        && scalars[$0 + 1].properties.isLowercase
    }
  }

  /// Whether some words come three times in a row, or a run is so long that characters may.
  private func mayLoop(_ line: LineWords) -> Bool {
    if line.longestRun >= Self.longestRun { return true }
    let words = line.words
    return (1...max(1, words.count / 3)).contains { distance in
      var same = 0
      for index in words.indices.dropLast(distance) {
        same = words[index].hash == words[index + distance].hash ? same + 1 : 0
        if same == 2 * distance { return true }
      }
      return false
    }
  }

  private func codeFaults(_ sourceText: String, _ targetText: String) -> [PairFault] {
    var faults: [PairFault] = []
    if Self.tags(in: sourceText) != Self.tags(in: targetText) { faults.append(.markup) }
    let (given, found) = (Self.codes(in: sourceText), Self.codes(in: targetText))
    if given.codes != found.codes { faults.append(.codes) }
    if given.addresses != found.addresses { faults.append(.addresses) }
    return faults
  }

  /// The names of the tags of a text, in alphabetical order.
  private static func tags(in text: String) -> [Substring] {
    guard text.utf8.contains(0x3C) else { return [] }
    return text.split(separator: "<", omittingEmptySubsequences: false).dropFirst().compactMap {
      guard let end = $0.firstIndex(of: ">") else { return nil }
      let name = $0[..<end].prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == ":" }
      return name.isEmpty || !$0[..<end].dropFirst(name.count).allSatisfy({ $0 != "<" })
        ? nil : name
    }.sorted()
  }

  private static func codes(in text: String) -> (codes: [String], addresses: [String]) {
    var (codes, addresses): ([String], [String]) = ([], [])
    for range in Placeholders.find(.messages, in: text) {
      let code = String(text[range])
      if code.contains("://") || code.contains("@") || code.hasPrefix("www.") {
        addresses.append(code)
      } else if !code.hasPrefix("%") || !(text[..<range.lowerBound].last?.isNumber ?? false) {
        // Behind a number a sign of per cent is what it is.
        codes.append(code)
      }
    }
    return (codes.sorted(), addresses.sorted())
  }
}
