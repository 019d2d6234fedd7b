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
    ("It rains.", "Es \u{FFFD}\u{FFFD} regnet.", [.unreadable]),
    ("It ra\u{FFFD}ns.", "Es \u{FFFD}\u{FFFD} regnet.", []),
    ("Call 911.", "Ruf\u{FFFD}\u{301} an.", [.lost, .unreadable]),
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

  @Test(arguments: [
    // The same value in other digits, marks and orders.
    ("In 2024 it rained.", "２０２４年下雨了。"),
    ("In 2024 it rained.", "في عام ٢٠٢٤ أمطرت."),
    ("In 2024 it rained.", "२०२४ में बारिश हुई।"),
    ("They rained for 10½ hours.", "Es regnete 10,5 Stunden."),
    ("They rained for 10 1/2 hours.", "Es regnete 10,5 Stunden."),
    ("It was 2024-12-25.", "Es war der 25.12.2024."),
    ("It was 2024-12-25.", "Es war der 25. Dezember 2024."),
    ("It was 25 December 2024.", "那是2024年12月25日。"),
    ("那是2024年12月25日。", "It was 12/25/2024."),
    ("一九九八年,门口有六台服务器一起。", "In 1998 there were six servers at the door together."),
    ("In 1998 there were six servers.", "一九九八年,有六台服务器。"),
    ("It has 1,234,567.5 bytes.", "Es hat 1.234.567,5 Bytes."),
    ("It has 12,34,567 bytes.", "Es hat 1’234’567 Bytes."),
    ("It has 1.5 million people.", "有150万人。"),
    ("It holds 104,500 barrels.", "10万4500バレルを貯蔵できる。"),
    ("It has two million people.", "有200万人。"),
    ("It was made in the 1970s.", "它是在20世纪70年代制造的。"),
    ("It has 2,000,000 people.", "Es hat 2 Millionen Menschen."),
    ("It begins at 10:45 pm.", "Es beginnt um 22:45 Uhr."),
    ("There were twenty-five men.", "Es waren 25 Männer."),
    ("In the 19th century it rained.", "Im neunzehnten Jahrhundert regnete es."),
    ("В XIX веке шёл дождь.", "It rained in the 19th century."),
    ("In 1998, 120 people came.", "1998 kamen 120 Menschen."),
    ("Open192.168.1.1 now.", "Öffne 192.168.1.1 jetzt."),
    ("请看https://example.org/a。谢谢。", "Please see https://example.org/a. Thanks."),
    ("See https://example.org/a.", "请看https://example.org/a。"),
    ("Rows 10-20 are wrong.", "Zeilen 10 bis 20 sind falsch."),
  ])
  func numbersAreComparedByValue(source: String, target: String) {
    #expect(problems(source, target) == [])
  }

  @Test(arguments: [
    ("It is 17.5 percent.", "Es sind 175 Prozent.", [TranslationProblem.lost]),
    ("It has 3 million people.", "Es hat 3 Leute.", [.lost]),
    ("It has 25 million people.", "Es hat 25 Leute.", [.lost]),
    ("It has 3 million people.", "Es hat 3 Milliarden Leute.", [.lost]),
    ("It has 3 million people.", "Es hat 3 Millionen Leute.", []),
    ("It has 3 million people.", "Es hat 3,000,000 Leute.", []),
    ("It has 3 million people.", "Es hat 3 Mio. Leute.", []),
    ("It has 3 million people.", "有300万人。", []),
    ("It has 3 billion people.", "Tiene 3 mil millones de personas.", []),
    ("It has 3 million people.", "ხალხი 3 მილიონი", []),
    ("It has 1.5 million people.", "Es hat anderthalb Millionen Leute.", []),
    ("He walked 5 miles.", "Er ging 5 Meilen.", []),
    ("It has half a million people.", "Es hat 500.000 Leute.", []),
    ("Buy a dozen.", "Kaufe 12.", []),
    ("It is -5 degrees.", "Es sind 5 Grad.", [.lost]),
    ("It is -25 degrees.", "Es sind 25 Grad.", [.lost]),
    ("It is -5 degrees.", "Es sind −5 Grad.", []),
    ("It is -5 degrees.", "Es sind minus 5 Grad.", []),
    ("It is -25 degrees.", "零下25度。", []),
    ("Pages 3-5", "Seiten 3–5", []),
    ("An error of 1e-5", "Ein Fehler von 1e-5", []),
    ("An error of 1e-5", "Ein Fehler von 0,00001", []),
    ("An error of 1e-5", "Ein Fehler von 1e-6", [.lost]),
    ("It is 2³.", "Es ist 2^3.", []),
    ("It is 2³.", "Es ist 2.", [.lost]),
    ("Write to a.25@example.org.", "Schreib an a.25@example.org.", []),
    ("Write to a.25@example.org.", "Schreib an a.26@example.org.", [.lost]),
    ("From $1,250 to $1,250.", "Von 1.250 $ bis 125 $.", [.lost]),
    ("He has 25 cats.", "Er hat 25 Katzen und 30 Hunde.", [.surplus]),
    ("It rains.", "Es regnet 1998.", [.surplus]),
    ("12 men and 12 women", "12 Männer und Frauen", [.lost]),
    ("I have 3 cats.", "Ich habe 5 Katzen.", [.lost]),
    ("It was 2024-12-25.", "Es war der 26.12.2024.", [.lost]),
    ("They rained for 10½ hours.", "Es regnete 10 Stunden.", [.lost]),
    ("请看https://example.org/a。", "See https://example.org/b.", [.lost]),
  ])
  func numbersThatDifferAreSeen(source: String, target: String, expected: [TranslationProblem]) {
    #expect(problems(source, target) == expected)
  }

  @Test(arguments: [
    ("They laughed.", "笑声笑声笑声笑声"), ("It rains.", "....."), ("It has 3.", "3333"),
    (
      "It rains.",
      "er sagte dass es regnet und er sagte dass es regnet und er sagte dass es regnet und"
    ),
    ("It rains.", "今天天气很好我们去公园散步今天天气很好我们去公园散步今天天气很好我们去公园散步"),
  ])
  func loopsAreSeen(source: String, target: String) {
    #expect(problems(source, target).contains(.loop))
  }

  @Test(arguments: [
    ("It has 10 million.", "Es hat 10000000."), ("Wait.....", "Warte....."),
    ("It costs 3,333.", "Es kostet 3333."), ("no no no no no", "不不不不不"),
    ("Come in, come in, come in.", "Herein mit euch, herein mit euch, herein mit euch."),
  ])
  func whatTheSourceRepeatsMayBeRepeated(source: String, target: String) {
    #expect(problems(source, target) == [])
  }

  @Test func copiesAreSeenInScriptsWithoutSpaces() {
    #expect(problems("今天天气很好。", "今天天气很好。") == [.copied])
    #expect(problems("今天天气很好。", "今天天气很好.") == [.copied])
    #expect(problems("北京", "北京") == [])
  }

  private func problems(_ source: String, _ target: String) -> [TranslationProblem] {
    TranslationProblem.find(source: source, sourceTokens: 5, target: target, targetTokens: 5)
  }
}
