import Dragoman
import Testing

@Suite struct TranslationProblemTests {
  @Test(arguments: [
    ("It rains.", "Es regnet.", []),
    ("It rains.", " ", [TranslationProblem.empty]),
    ("- - -", "", []),
    ("We drove home through the rain and slept.", "Wir fuhren heim durch den Regen.", []),
    ("Come in, come in.", "Herein, herein.", []),
    ("He came.", "Er kam kam kam kam kam.", [.loop]),
    ("He came.", "der Mann der Mann der Mann der Mann", [.loop]),
    ("no no no no no", "nein nein nein nein nein", []),
    ("The weather is fine today.", "The weather is fine today.", [.copied]),
    ("New York", "New York", []),
    ("It cost 1,250.50 euros.", "Es kostete 1.250,50 Euro.", []),
    ("It cost 1,250 euros.", "Es kostete viel.", [.lost]),
    ("I have 3 cats.", "Ich habe drei Katzen.", []),
    ("At 10:45 there were 1 250 people.", "Um 10 Uhr 45 waren es 1.250.", []),
    ("Call 911.", "Ruf 911110 an.", [.lost]),
    ("Call 911.", "Ruf 1911 an.", [.lost]),
    ("The B-52s of 1990", "Die B-52 von 1990", []),
    ("See www.example.org today.", "Siehe www.example.organ heute.", [.lost]),
    ("See https://example.org/a?b=1.", "Siehe https://example.org/a?b=1.", []),
    ("See https://example.org/a.", "Siehe dort.", [.lost]),
  ])
  func problemsAreSeen(source: String, target: String, expected: [TranslationProblem]) {
    let found = TranslationProblem.find(
      source: source, sourceTokens: source.split(separator: " ").count, target: target,
      targetTokens: target.split(separator: " ").count)
    #expect(found == expected)
  }

  @Test func shortTranslationsOfLongSourcesAreSeen() {
    let found = TranslationProblem.find(
      source: "a b c d e f g h", sourceTokens: 8, target: "x", targetTokens: 1)
    #expect(found == [.tooShort])
  }
}
