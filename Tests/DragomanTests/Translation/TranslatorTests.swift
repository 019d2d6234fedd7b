import Testing

import Dragoman

/// A model that has learned nothing writes long and strange translations; what is expected of the
/// search holds for them as well.
@Suite struct TranslatorTests {
  private let tokenizer: Tokenizer
  private let model: RandomModel
  private let translator: Translator
  private let folder: TemporaryFolder
  private let lines = CopyTask.lines(count: 40, lengths: 1...9, seed: 2)

  init() throws {
    folder = try TemporaryFolder()
    tokenizer = try BytePairTrainer(options: .init(vocabularySize: 300)).train()
    model = RandomModel(vocabularySize: tokenizer.count, seed: 3)
    translator = try Translator([model.packed()], TokenizerPair(joint: tokenizer))
  }

  private func translate(
    _ lines: [String], batchSize: Int = 32, threads: Int = 1
  ) -> [String] {
    var options = TranslationOptions()
    options.search.batchSize = batchSize
    options.search.threads = threads
    return translator.translate(lines, options: options).map(\.text)
  }

  @Test func companyDoesNotChangeATranslation() throws {
    let expected = translate(lines)
    #expect(Set(expected).count > 5)
    #expect(lines.map { translate([$0])[0] } == expected)
    for batchSize in [1, 3, 32] {
      for threads in [1, 2] {
        #expect(translate(lines, batchSize: batchSize, threads: threads) == expected)
      }
    }
    var stream = RandomStream(seed: 4)
    let order = lines.indices.shuffled(using: &stream)
    #expect(translate(order.map { lines[$0] }) == order.map { expected[$0] })
  }

  @Test func blankLinesStayAsTheyAre() {
    let blank = ["", " \t", "\u{3000}"]
    #expect(translate(blank) == blank)
    #expect(translate([]) == [])
  }

  /// Marks, emoji, what was no character, and marks of direction alone.
  @Test func whatHasNoWordsStaysAsItIs() {
    let lines = ["...", "—", "🙂", "\u{FFFD}", "\u{200F}\u{200E}", " § 🙂 "]
    for (line, translation) in zip(lines, translate(lines)) {
      #expect(translation == line || translation.isEmpty)
    }
    #expect(translate(["— 1"]) != ["— 1"])
  }

  /// Models have seen few capitals; USB is a name, and an address is one as it stands.
  @Test func capitalsAreTranslatedInLowerCase() {
    let pairs = [("TWO MEN RUN.", "Two men run."), ("IMPORTANT", "Important")]
    for (raised, lower) in pairs {
      let (one, other) = (translate([raised])[0], translate([lower])[0])
      #expect(one == other.uppercased())
    }
    for name in ["USB", "Two MEN", "SEE HTTP://A.ORG NOW"] {
      #expect(translator.translate([name])[0].sentences.map(\.source) == [name])
    }
    var options = TranslationOptions()
    options.lowersCapitals = false
    let sentence = translator.translate(["TWO MEN"], options: options)[0].sentences[0]
    #expect(sentence.sourceTokens == tokenizer.pieces(of: tokenizer.encode("TWO MEN")))
  }

  /// Whatever bytes a model writes: this one likes the line feed best.
  @Test func aTranslationIsOneLine() throws {
    let bias = try #require(model.transformer.output.bias)
    let lineFeed = try #require(
      (0..<tokenizer.count).first { tokenizer.piece(Int32($0)) == "<0x0A>" })
    model.weights.parameters[bias][0, lineFeed] = 100
    let translator = try Translator([model.packed()], TokenizerPair(joint: tokenizer))
    let lineFeeds = translator.translate(["1"], options: .sentences)
    #expect(lineFeeds.map(\.text) == [String(repeating: " ", count: 19)])
  }

  /// In either precision, thousands of sentences.
  @Test(arguments: Precision.allCases) func companyDoesNotChangeASearch(precision: Precision) {
    let service = TranslationService([model.packed(precision)], frame: .own)
    var stream = RandomStream(seed: 9)
    let tasks = (0..<1000).map { _ in
      let length = Int.random(in: 1...12, using: &stream)
      return SearchTask(
        source: (0..<length).map { _ in Int32.random(in: 2..<Int32(tokenizer.count), using: &stream)
        } + [1])
    }
    var options = DecodingOptions()
    options.beamSize = 2
    options.lengths.maximum = 12
    let expected = service.translate(tasks, options: options)
    for (batchSize, threads) in [(1, 1), (7, 2), (500, 1)] {
      options.batchSize = batchSize
      options.threads = threads
      #expect(service.translate(tasks, options: options) == expected)
      #expect(service.translate(tasks.reversed(), options: options) == expected.reversed())
    }
  }

  @Test func aParagraphComesBackAsAParagraph() {
    let sentences = ["It is 1 o'clock.", "Then it is 2."]
    let parts = translate(sentences)
    #expect(
      translate(["  " + sentences.joined(separator: "   ") + " "])
        == ["  " + parts.joined(separator: "   ") + " "])
  }

  @Test func aLineLongerThanTheModelHoldsIsDivided() {
    let line = Array(repeating: "1", count: 400).joined(separator: " ")
    let translation = translator.translate([line])[0]
    #expect(translation.sentences.count > 6)
    #expect(translation.sentences.allSatisfy { $0.sourceTokens.count < 64 })
    #expect(translation.sentences.map(\.source).joined(separator: " ") == line)
  }

  @Test func termsOfTheGlossaryAreInTheTranslation() throws {
    let path = try folder.write(["1 2\tabc", "x\ty"], to: "glossary.tsv")
    var options = TranslationOptions.sentences
    options.glossary = try Glossary(path: path)
    #expect(translator.translate(["3 1 2 4"], options: options)[0].text.contains("abc"))
    #expect(!translator.translate(["3 1 23 4"], options: options)[0].text.contains("abc"))
  }

  @Test func wordsAreAligned() {
    var options = TranslationOptions.sentences
    options.search.recordsAttention = true
    let sentence = translator.translate(["1 2 3"], options: options)[0].sentences[0]
    let best = sentence.hypotheses[0]
    let words = best.text.split(whereSeparator: \.isWhitespace).count
    #expect(best.alignment == best.alignment.sorted())
    for pair in best.alignment {
      #expect((0..<3).contains(pair.source))
      #expect((0..<max(1, words)).contains(pair.target))
    }
  }

  /// Links name bytes of the whole line: tokens of its second sentence lie behind its first.
  @Test func tokensAreLinkedToTheBytesOfTheLine() throws {
    var options = TranslationOptions()
    options.search.recordsAttention = true
    let line = "One man.  Two men."
    let translation = translator.translate([line], options: options)[0]
    let first = try #require(translation.sentences.first?.hypotheses.first?.text.utf8.count)
    #expect(!translation.links.isEmpty)
    for link in translation.links {
      #expect(link.source.upperBound <= line.utf8.count && !link.source.isEmpty)
      #expect(link.target.upperBound <= translation.text.utf8.count && !link.target.isEmpty)
      #expect((link.source.lowerBound >= 8) == (link.target.lowerBound >= first))
      #expect(link.weight > 0 && link.weight <= 1.001)
    }
    #expect(translator.translate([line])[0].links.isEmpty)
  }

  @Test func wordsThatAreKeptAreInTheTranslation() {
    var options = TranslationOptions.sentences
    options.glossary.keep(["%s", "x y"])
    #expect(translator.translate(["1 %s 2"], options: options)[0].text.contains("%s"))
  }

  @Test func hypothesesOfALineAreThoseOfItsSentences() throws {
    var options = TranslationOptions()
    options.search.recordsAttention = true
    options.repairs = false
    let translation = translator.translate([" One man.  Two men. "], options: options)[0]
    try #require(translation.sentences.count == 2)
    let found = translation.hypotheses(4)
    #expect(found.count == 4 && Set(found.map(\.score)).count > 1)
    #expect(found[0].text == translation.text)
    #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
    let best = translation.sentences.compactMap(\.hypotheses.first)
    #expect(found[0].logProbability == best[0].logProbability + best[1].logProbability)
    // The second sentence's words are counted from after those of the first.
    let words = best[0].text.split(whereSeparator: \.isWhitespace).count
    let expected =
      best[0].alignment.map { [$0.source, $0.target] }
      + best[1].alignment.map { [$0.source + 2, $0.target + words] }
    #expect(found[0].alignment == found[0].alignment.sorted())
    #expect(Set(found[0].alignment.map { [$0.source, $0.target] }) == Set(expected))
  }

  /// Also when the hypothesis that has them has a problem and another has none.
  @Test func repairsKeepTheTermsOfTheGlossary() throws {
    let path = try folder.write(["2\tabc"], to: "glossary.tsv")
    var options = TranslationOptions()
    options.glossary = try Glossary(path: path)
    let best = try #require(translator.translate(["1 2 345"], options: options)[0].sentences.first)
    let term = tokenizer.pieces(of: tokenizer.encode("abc"))
    #expect(best.hypotheses.first?.tokens.firstRange(of: term) != nil)
  }

  @Test func aGivenTranslationIsScoredTokenByToken() throws {
    let targets = lines.reversed().map { "\($0) x" }
    let scored = try translator.score(lines, targets: targets, options: DecodingOptions())
    #expect(scored.map(\.source) == lines)
    for (sentence, target) in zip(scored, targets) {
      let hypothesis = try #require(sentence.hypotheses.first)
      #expect(hypothesis.text == target)
      #expect(hypothesis.tokenScores.count == hypothesis.tokens.count + 1)
      #expect(abs(hypothesis.tokenScores.reduce(0, +) - hypothesis.logProbability) < 1e-3)
    }
  }

  /// Of five translations three agree in most, so the one in their middle has the least risk.
  @Test func theTranslationThatOthersAgreeWithComesFirst() {
    let texts = [
      "Das ist alles.", "Der Hund schläft im Garten.", "Der Hund schläft.",
      "Ein Hund schläft im Garten.", "Nichts.",
    ]
    let ranked = MinimumBayesRisk.ranked(
      texts.map {
        TranslatedHypothesis(
          text: $0, tokens: [], logProbability: 0, score: 0, tokenScores: [], attention: [],
          alignment: [])
      })
    #expect(ranked[0].text == "Der Hund schläft im Garten.")
    #expect(Set(ranked.map(\.text)) == Set(texts))
  }
}
