import Dragoman
import Testing

/// What must and must not be in a translation, with a model that would write anything.
///
/// Tokens 2 ... 5 are the words a, b and c and the ending d, which goes on with a word.
@Suite struct ConstrainedSearchTests {
  private static let names = ["", "", " a", " b", " c", "d"]
  private let model = RandomModel(vocabularySize: 6, seed: 7)
  private let service: TranslationService
  private let sources: [[Int32]]

  init() {
    service = TranslationService([model.packed()], frame: .own)
    sources = RandomModel.sources(vocabularySize: 6)
  }

  private static let text: @Sendable ([Int32]) -> String = { tokens in
    String(tokens.map { names[Int($0)] }.joined().drop { $0 == " " })
  }

  private func constraints(
    _ terms: [(String, [[Int32]])] = [], forbidden: [String] = []
  ) -> LexicalConstraints {
    LexicalConstraints(
      terms: terms.map { term, spellings in
        (text: term, spellings: spellings.map { ($0, " " + Self.text($0)) })
      }, forbidden: forbidden, text: Self.text)
  }

  private func search(
    _ constraints: LexicalConstraints, _ change: (inout DecodingOptions) -> Void = { _ in }
  ) -> [[String]] {
    var options = DecodingOptions()
    options.beamSize = 10
    change(&options)
    return service.translate(
      sources.map { SearchTask(source: $0, constraints: constraints) }, options: options
    ).map { $0.map { Self.text($0.tokens) } }
  }

  private func count(_ phrase: String, in text: String) -> Int {
    Phrase(phrase)?.ranges(in: text).count ?? 0
  }

  @Test func termsAreThere() {
    let found = search(constraints([("c b c a", [[4, 3, 4, 2]]), ("b b", [[3, 3]])]))
    for texts in found {
      #expect(count("c b c a", in: texts[0]) > 0 && count("b b", in: texts[0]) > 0)
    }
  }

  @Test func aTermThatComesTwiceIsThereTwice() {
    for texts in search(constraints([("a", [[2]]), ("a", [[2]])])) {
      #expect(count("a", in: texts[0]) >= 2)
    }
  }

  /// The word must end there, and what was begun may begin again at its own second token.
  @Test func aTermIsAWholeWord() {
    for texts in search(constraints([("a", [[2]])])) { #expect(count("a", in: texts[0]) > 0) }
    for texts in search(constraints([("b b c", [[3, 3, 4]])])) {
      #expect(count("b b c", in: texts[0]) > 0)
    }
  }

  /// A term of more tokens than the beam has places.
  @Test func aTermMayBeLong() {
    let words: [Int32] = [2, 3, 4, 4, 3, 2, 4, 3, 3, 2, 2, 4]
    let term = Self.text(words)
    for texts in search(constraints([(term, [words])]), { $0.beamSize = 4 }) {
      #expect(count(term, in: texts[0]) > 0)
    }
  }

  /// A term that cannot be written leaves a translation that ends where it would without.
  @Test func whatCannotBeHadDoesNoHarm() {
    for texts in search(constraints([("e", [])])) { #expect(!texts.isEmpty) }
  }

  @Test(arguments: [false, true]) func forbiddenWordsAreNotThere(isDrawn: Bool) {
    let found = search(constraints(forbidden: ["a", "b c"])) { options in
      if isDrawn {
        options.sampling = Sampling()
        options.sampling?.topK = 6
      }
    }
    for text in found.joined() {
      #expect(count("a", in: text) == 0 && count("b c", in: text) == 0)
    }
  }

  /// A forbidden word may be a part of a longer one, so it is there only when it has ended.
  @Test func aForbiddenWordMayGoOn() {
    let limits = constraints(forbidden: ["a"])
    func allows(_ tokens: [Int32], _ next: Int32?) -> Bool { limits.allow(tokens, adding: next) }
    #expect(allows([4], 2) && allows([4, 2], 5) && allows([4, 2, 5], nil))
    #expect(!allows([4, 2], nil) && !allows([4, 2], 3))
  }

  /// A beam that holds every hypothesis finds the best of all translations that keep the constraints.
  @Test func aBeamThatHoldsAllFindsTheBest() throws {
    let limits = constraints(forbidden: ["b"])
    var options = DecodingOptions()
    options.lengths.maximum = 3
    options.beamSize = 100
    for source in sources.prefix(5) {
      let all = service.translate([SearchTask(source: source)], options: options)[0]
      let kept = all.filter { count("b", in: Self.text($0.tokens)) == 0 }
      let found = service.translate(
        [SearchTask(source: source, constraints: limits)], options: options)[0]
      #expect(found.first?.tokens == kept.first?.tokens)
      #expect(found.allSatisfy { count("b", in: Self.text($0.tokens)) == 0 })
    }
  }

  @Test func companyDoesNotChangeASearch() {
    let mixed = sources.enumerated().map { number, source in
      SearchTask(
        source: source,
        constraints: number.isMultiple(of: 2)
          ? constraints([("c a", [[4, 2]])], forbidden: ["b"]) : nil)
    }
    let options = DecodingOptions()
    let expected = mixed.map { service.translate([$0], options: options)[0] }
    for (batchSize, threads) in [(32, 1), (3, 2)] {
      var options = options
      options.batchSize = batchSize
      options.threads = threads
      #expect(service.translate(mixed, options: options) == expected)
    }
  }
}
