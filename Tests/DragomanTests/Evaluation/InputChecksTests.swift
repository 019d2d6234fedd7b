import Dragoman
import Testing

@Suite struct InputChecksTests {
  private func warnings(
    _ hypotheses: [String], _ references: [String], source: [String]? = nil
  ) -> [String] {
    InputChecks(references: [references], source: source)
      .warnings(about: hypotheses, place: "out").map { "\($0.place): \($0.problem)" }
  }

  private let references = ["The cat sat, then left.", "A dog barked at me."]

  @Test func goodTranslationsGiveNone() {
    #expect(warnings(["The cat sat, and left.", "A dog barked."], references).isEmpty)
    #expect(warnings(["42", "…"], references).isEmpty)
  }

  @Test(arguments: [
    ("The cat sat , then left .", "with punctuation set apart from words"),
    ("The well @-@ known cat", "with a tokeniser's marks, such as @-@"),
    ("The cat&apos;s mat", "with entities, such as &quot;"),
    ("▁The ▁cat", "in pieces of words (▁, @@ or ##)"),
    ("The c@@ at", "in pieces of words (▁, @@ or ##)"),
    ("The ca ##t", "in pieces of words (▁, @@ or ##)"),
    ("Кошка сидела", "in another script than the references (Latin)"),
    ("", "without a translation, where the reference has text"),
  ])
  func findsMistakes(line: String, problem: String) {
    #expect(warnings(["The cat left.", line], references) == ["out:2: 1 line \(problem)"])
  }

  @Test func referencesMayHaveTheSameTraits() {
    let references = ["The cat sat , then left .", "Write &quot; for a mark.", "▁ is a space."]
    #expect(
      warnings(["A cat sat , and left .", "Use &quot; here.", "▁ is it."], references).isEmpty)
  }

  @Test func findsLinesThatAreNotTranslationsOfTheirs() {
    #expect(warnings(references, references) == ["out: equals a reference in every line"])
    #expect(
      warnings(["The cat.", "The cat."], references)
        == ["out:2: 1 line equal to the line before, where the references differ"])
    #expect(
      warnings(["Die Katze.", "A dog."], references, source: ["Die Katze.", "Ein Hund."])
        == ["out:1: 1 line equal to the source, but not to the reference"])
    #expect(
      warnings(["The cat.", "A dog."], ["", "A dog barked."])
        == ["out:1: 1 line with a translation, where the reference is empty"])
  }

  @Test func findsBlankReferencesBesideOthers() {
    let checks = InputChecks(references: [references, ["", "\u{3000}"], ["Seated cat.", " "]])
    func warnings(_ index: Int) -> [String] {
      checks.warnings(aboutReference: index, place: "ref").map { "\($0.place): \($0.problem)" }
    }
    let problem = "without a reference, where another has text, which can raise scores"
    #expect(warnings(0).isEmpty)
    #expect(warnings(1) == ["ref:1: 2 lines \(problem)"])
    #expect(warnings(2) == ["ref:2: 1 line \(problem)"])
    // A line that has no reference at all is told of with the translations that have text for it.
    let alone = InputChecks(references: [["", "A dog."]])
    #expect(alone.warnings(aboutReference: 0, place: "ref").isEmpty)
    #expect(alone.warnings(about: ["A cat.", "A dog barks."], place: "out").count == 1)
  }

  @Test func aBlankTranslationCountsWhateverReferenceHasText() {
    for references in [[references, ["", ""]], [["", ""], references]] {
      let warnings = InputChecks(references: references).warnings(
        about: ["The cat.", " "], place: "out")
      #expect(
        warnings.map { "\($0.place): \($0.problem)" }
          == ["out:2: 1 line without a translation, where the reference has text"])
    }
    #expect(warnings(["The cat left.", ""], ["The cat sat.", ""]).isEmpty)
  }

  @Test func chineseAndJapaneseShareCharacters() {
    #expect(warnings(["東京都", "京都"], ["とうきょう", "きょうと"]).isEmpty)
    #expect(!warnings(["東京都", "京都"], references).isEmpty)
  }
}
