import Testing

import Dragoman

@Suite struct LanguageTests {
  /// Sentences of our own, of 40 characters and more.
  private static let sentences: [(String, String)] = [
    ("en", "The weather was so bad that nobody wanted to leave the house."),
    ("de", "Das Wetter war so schlecht, dass niemand das Haus verlassen wollte."),
    ("fr", "Il faisait si mauvais que personne ne voulait sortir de la maison."),
    ("es", "Hacía tan mal tiempo que nadie quería salir de la casa."),
    ("it", "Faceva così brutto tempo che nessuno voleva uscire di casa."),
    ("pt", "O tempo estava tão ruim que ninguém queria sair de casa."),
    ("nl", "Het weer was zo slecht dat niemand het huis wilde verlaten."),
    ("da", "Vejret var så dårligt, at ingen ville forlade huset i dag."),
    ("sv", "Vädret var så dåligt att ingen ville lämna huset i dag."),
    ("pl", "Pogoda była tak zła, że nikt nie chciał wychodzić z domu."),
    ("cs", "Počasí bylo tak špatné, že nikdo nechtěl vyjít z domu."),
    ("sk", "Počasie bolo také zlé, že nikto nechcel vyjsť z domu."),
    ("hu", "Olyan rossz volt az idő, hogy senki sem akart kimenni a házból."),
    ("fi", "Sää oli niin huono, ettei kukaan halunnut lähteä kotoa."),
    ("et", "Ilm oli nii halb, et keegi ei tahtnud kodust välja minna."),
    ("tr", "Hava o kadar kötüydü ki kimse evden çıkmak istemedi."),
    ("ru", "Погода была такой плохой, что никто не хотел выходить из дома."),
    ("uk", "Погода була такою поганою, що ніхто не хотів виходити з дому."),
    ("el", "Ο καιρός ήταν τόσο άσχημος που κανείς δεν ήθελε να βγει από το σπίτι."),
    ("ja", "天気がとても悪かったので、誰も家を出たがらなかった。今日も雨だった。"),
    ("zh", "天气太糟糕了，没有人想离开家。我们整天都待在房间里看书和聊天。"),
    ("ko", "날씨가 너무 나빠서 아무도 집을 나가고 싶어 하지 않았다."),
    ("vi", "Thời tiết xấu đến nỗi không ai muốn rời khỏi nhà hôm nay."),
    ("hi", "मौसम इतना खराब था कि कोई भी घर से बाहर नहीं जाना चाहता था।"),
  ]

  @Test func sentencesOfManyLanguagesAreTold() {
    var identifier = LanguageIdentifier(LanguageIdentifier.standard)
    for (language, sentence) in Self.sentences {
      let guess = identifier.identify(sentence)
      #expect(guess.map { identifier.model.languages[$0.language] } == language)
    }
    #expect(identifier.identify("1234 – 5678") == nil)
    #expect(identifier.identify("") == nil)
  }

  @Test func whatIsLearnedIsReadAgain() throws {
    let samples = ["de", "en", "fr"].map { language in
      LanguageLearner.Sample(
        language: language, lines: Self.sentences.filter { $0.0 == language }.map(\.1))
    }
    let learned = LanguageLearner.learn(samples, threads: 2)
    let read = try LanguageModel(lines: learned.lines, path: "languages")
    #expect(read.lines == learned.lines)
    #expect(LanguageLearner.learn(samples, threads: 1).lines == learned.lines)
    var identifier = LanguageIdentifier(read)
    #expect(identifier.identify("niemand wollte")?.language == 0)
    #expect(identifier.identify("nobody wanted")?.language == 1)
  }

  @Test func aFileThatIsNoneIsNamed() {
    let title = "# Dragoman's languages, version 1:"
    for (lines, place) in [
      (["hello"], "x"), ([], "x"), ([title + " de"], "x:1"), ([title + " de en", "ab\t?"], "x:2"),
      ([title + " de en", "ab\t?z"], "x:2"), ([title + " de en", "ab\t??", "ab\t??"], "x:3"),
    ] {
      #expect { try LanguageModel(lines: lines, path: "x") } throws: {
        ($0 as? InputError)?.place == place
      }
    }
  }

  @Test func wordsOfALineAreFound() {
    var line = LineWords()
    line.read("  Große Häuser, 漢字 x-2 (Ende).")
    let words = line.words.map { String(decoding: line.bytes[$0.range], as: UTF8.self) }
    #expect(words == ["große", "häuser", "漢", "字", "x", "2", "ende"])
    #expect((line.letters, line.digits, line.signs) == (18, 1, 5))
    #expect(line.last == 0x2E)
    var other = LineWords()
    other.read("GROSSE HÄUSER")
    var same = LineWords()
    same.read("Große – häuser!")
    line.read("große Häuser")
    #expect(line.foldedHash == same.foldedHash)
    #expect(line.foldedHash != other.foldedHash)
  }
}
