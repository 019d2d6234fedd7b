import Dragoman
import Testing

@Suite struct SentenceSplitterTests {
  /// Paragraphs by language, with `|` for the space (or nothing, after `~`) between sentences.
  static let paragraphs: [(String?, String)] = [
    ("en", "The ferry left at noon.|Nobody waved."),
    ("en", "Did it rain?|It did!|We stayed."),
    ("en", "Dr. Hill met Mrs. Ng at 9 a.m. in St. Ives.|She was late."),
    ("en", "He moved to the U.S. in 1990.|The U.S. Senate met at 5 p.m.|The vote failed."),
    ("en", "J. R. R. Tolkien wrote it.|See p. 12 and No. 5 and Fig. 3 for more."),
    ("en", "I said no.|Then he asked for figs.|We had none."),
    ("en", "It costs 3.50 euros, e.g. in version 2.0.1 of readme.txt at www.example.org today."),
    ("en", "Is it at http://example.org/?q=Yes or not?|Nobody knows."),
    ("en", "Well... I never thought so.|Wait. . . What was that?"),
    ("en", "“Stop!” he said.|“Why?”|Nobody answered."),
    ("en", "He left (see Smith et al. 1990. It is old.) and came back.|(This is all.)|Good."),
    ("en", "It has everything (!) you need.|Yahoo! News is a site."),
    (
      "en",
      "1. Open the box.|2. Take it out.|2.1. The lid opens.|It costs 7.10.|Nobody pays 1.000.|Right."
    ),
    ("en", "They sold apples, pears, etc. to the crowd.|They sold apples, etc.|The rest was lost."),
    ("en", "It isn't.|He can't.|Nor is it Tom's.|Right."),
    ("en", "Tom Jr. and Acme Inc. agreed.|Great! 😀"),
    ("en", "Where are you?!|Here....|Good."),
    ("de", "Wir treffen uns am 3. Mai um 9 Uhr.|Das ist ein Sonntag."),
    ("de", "Das gilt z. B. Montags, d. h. Anfang der Woche, und u. a. für Dr. Meier."),
    ("de", "Im 19. Jahrhundert lebte Karl V. Huber.|Er wurde 87.|Das war 1890.|Danach kam Nr. 5."),
    ("de", "Das Konzert ist am 7.10. (Mittwoch) um 15:00 Uhr in der Aula.|Danach wird gefeiert."),
    ("de", "Vom 3.4. Montag bis zum 5.4. Mittwoch ist geschlossen.|Am 6.4. Donnerstag ist offen."),
    ("de", "Es war 1990.|Mittwoch kam er.|Er kam am 7.10.2020.|Mittwoch ging er."),
    (
      "de",
      "Am 7. 10. (Mi.) und 8./9.10. Donnerstag, vom 1.–3.4. Ostern.|Die Feier ist am 7.10.|Sie dauert lang."
    ),
    (
      "de",
      "Am Mi. 7.10. 15 Personen, am Fr. 9. Oktober keine.|Fr. Meier kam.|So war es am So. 3. Mai."
    ),
    ("de", "Es gibt Version 2.0.|Neues folgt am 31.12. Silvester."),
    ("de", "Der 1.000. Besucher kam um 15.30.|Mittwoch kam der 3. Preisträger.|3.4. Der Preis"),
    ("de", "Die Sitzung beginnt um 9.10.|Mittwoch ist frei.|Am 9.10. Mittwoch ist frei."),
    ("de", "Das gilt ab 3.13.|Mittwoch gilt 32.1.|Neues gibt es nicht."),
    ("de", "Wie geht’s?|„Gut.“|»Sehr gut!«|Sie ging usw.|Dann regnete es."),
    ("fr", "M. Dupont habite av. Foch.|Il a dit : « Oui ! »|Elle est partie."),
    ("fr", "« Tu viens ? » demanda-t-elle.|Il répondit non."),
    ("es", "El Sr. Gil vive en EE. UU. desde 1990.|¿Lo sabías?|¡Claro que sí!"),
    ("it", "Il dott. Rossi arriva alle 9.|È tardi, ecc. ma va bene.|Chi lo sa?"),
    ("pt", "O Sr. Costa mora na av. Brasil, n.º 5.|Ele gosta."),
    ("nl", "Dhr. Bakker kwam o.a. uit Gent.|Hij bleef niet, d.w.z. Niemand bleef."),
    ("sv", "Vi ses t.ex. på torget, bl.a. med dr Ek.|Det blir bra."),
    ("da", "Mødet er kl. 9.10.|Onsdag er fri."),
    ("da", "Vi ses den 3. Maj ca. kl. 9.|Det bliver godt."),
    ("pl", "Dr. Nowak urodził się w 1950 r.|W latach 70. XX wieku pisał m.in. Wiersze."),
    ("da", "Mødet er den 7.10. København, ons. 8.10. Aarhus.|Det var i 1990.|Onsdag kom han."),
    ("nb", "Møtet er 7.10. Oslo og ons. 8. Oktober i Bergen.|Det var i 1990.|Onsdag kom han."),
    ("pl", "Spotkanie 7.10. Kraków i śr. 8.10. Warszawa.|To był rok 1990.|Polska wygrała 3. Mecz."),
    ("pl", "To ul. Długa 5, tj. Centrum.|Byłeś tam?|Nie."),
    ("cs", "Sejdeme se 7.10. Praha, 8. 10. Brno.|Bylo to v roce 1990.|Praha vyhrála 3. Zápas."),
    ("sk", "Stretneme sa 7.10. Bratislava, 8. 10. Košice.|Bolo to v roku 1990.|Slovensko vyhralo."),
    ("sl", "Srečanje bo 7.10. Ljubljana.|Bilo je leta 1990.|Slovenija je zmagala."),
    ("hr", "Sastanak je 7.10. Zagreb, a 8.10.2020. Split.|Bilo je 1990.|Hrvatska je pobijedila."),
    ("et", "Kohtume 7.10. Tallinnas.|See oli aastal 1990.|Eesti võitis 3. Koha."),
    ("lv", "Tiekamies 7.10. Rīgā.|Tas bija 1990.|Latvija uzvarēja."),
    ("cs", "Narodil se 3. Května ve sv. Janu, např. Petr.|Byl to dr. Novák."),
    ("ru", "Он родился в 1950 г. в Москве.|Это было давно.|И. С. Тургенев жил на ул. Ленина."),
    ("ru", "«Привет!» — сказал он.|«Как дела?»|Хорошо."),
    ("uk", "Він живе на вул. Шевченка, буд. 5.|Чи знаєш його?|Так."),
    ("bg", "Роден е през 1950 г. в София.|Той живее на ул. Шипка."),
    ("tr", "Dr. Kaya 19. Yüzyıl hakkında, örn. Ankara üzerine yazdı.|Okudun mu?|Evet."),
    ("el", "Ο κ. Παππάς ήρθε στις 9 π.μ. χθες.|Τον είδες;|Ναι."),
    ("fi", "Kokous on klo 9.10.|Ruokala on auki."),
    ("fi", "Tapaamme esim. 3. Toukokuuta klo 9.|Se on hyvä."),
    (
      "fi",
      "Kokous on 7.10. Helsingissä ja 8.10. Turussa.|Se oli vuonna 1990.|Suomi voitti 3. Kerran."
    ),
    ("tr", "Toplantı 7.10. Çarşamba günü.|Yıl 1990.|Ankara kazandı."),
    (
      "hu",
      "A gyűlés 10.07. Budapesten lesz, 2020.10.08. Szegeden.|Az év 1990.|Magyarország 3. Helyezett."
    ),
    ("hu", "Dr. Nagy 1990. január 3-án jött.|Láttad?|Nem."),
    ("ro", "Dl. Popescu stă pe str. Lungă nr. 5.|Îl știi?|Nu."),
    ("ja", "雨が降った。~|誰も来なかった。~|なぜ？"),
    ("ja", "「行く。」と彼は言った。~|Yahoo!ニュースを見た。"),
    ("zh", "他走了。~|“好。”她说。~|真的吗？~|是的！"),
    ("zh", "我们走吧!~|他来了。~|“再见。”"),
    ("ko", "네.|갑니다."),
    ("ko", "2019.3.5. 발표했다.|끝났다."),
    ("ko", "2019. 3. 5. 발표했다.|끝났다."),
    ("ar", "هل وصلت؟|نعم، وصل د. أحمد أمس.|انتهى."),
    ("ur", "وہ آیا۔|کیا آپ نے دیکھا؟|جی ہاں۔"),
    ("fa", "او را دیدم.|می‌آید؟|بله."),
    ("he", "הוא בא.|ראית את א. כהן?|כן."),
    ("hi", "वह आया।|क्या डॉ. सिंह भी आए?|हाँ।"),
    ("th", "ฝนตกเมื่อวานนี้ ไม่มีใครมา พ.ศ. 2553 เป็นปีที่ดี"),
    ("hy", "Նա եկավ։|Ոչ ոք չտեսավ։"),
    ("am", "ዝናብ ዘነበ።|ማንም አልመጣም።"),
    ("vi", "TS. Nam sống ở TP. Huế.|Anh ấy vui."),
    ("ka", "ის მოვიდა.|ვინ ნახა?"),
    (nil, "Dr. Hill kam am 3. Mai.|The end came late, z.B. Montags.|Il est parti."),
    ("xx", "Prof. Hill left.|Nobody came."),
  ]

  @Test(arguments: paragraphs)
  func splits(language: String?, marked: String) {
    let line = marked.replacing("~|", with: "").replacing("|", with: " ")
    let expected = marked.replacing("~", with: "").split(separator: "|").map(String.init)
    #expect(SentenceSplitter(language: language).split(line).pieces == expected)
  }

  @Test func languagesAreNamedByAnyTag() {
    for tag in ["el", "el-GR", "el_GR", "ell", "ell_Grek"] {
      #expect(SentenceSplitter(language: tag).split("Ήρθε; Ναι.").pieces.count == 2, "\(tag)")
    }
    #expect(SentenceSplitter(language: "\u{0}?/…").split("It rained. We stayed.").pieces.count == 2)
  }

  @Test func aLineSeparatorEndsASentence() {
    let paragraph = SentenceSplitter(language: "en").split("a title\u{2028}and more\u{85}here")
    #expect(paragraph.pieces == ["a title", "and more", "here"])
  }

  @Test func nothingIsLost() {
    var generator = RandomStream(seed: 1)
    let splitters = [nil, "en", "ja"].map { SentenceSplitter(language: $0) }
    for _ in 0..<3000 {
      let line = (0..<4).map { _ in randomLine(using: &generator) }
        .joined(
          separator: [". ", "! ", "。", "?\u{2029}", " « Oui ! » "].randomElement(using: &generator)
            ?? "")
      for splitter in splitters {
        let paragraph = splitter.split(line)
        #expect(Array(paragraph.joined(paragraph.pieces).utf8) == Array(line.utf8))
        for piece in paragraph.pieces {
          #expect(piece.unicodeScalars.first?.properties.isWhitespace == false)
          #expect(piece.unicodeScalars.last?.properties.isWhitespace == false)
        }
      }
    }
  }

  @Test(arguments: [
    "", " ", "\t\u{3000}", ".", "....", "?!?!", ". . .", "\u{301}", " \u{301}. \u{301}",
    "\u{202E}.\u{202C} A",
    "👩\u{200D}👧. 👩\u{200D}👧", "a. \u{200F}b. C", "。。。", "”。“", "!!!) ) )", "\u{0}. \u{0}",
    "We }alk\n\n\u{0}\n\n]\n\n\n\ned along. River", "a\n\n]\n\nb", "a.\n) )\n]\n\n(b",
  ])
  func survives(line: String) {
    let paragraph = SentenceSplitter().split(line)
    #expect(Array(paragraph.joined(paragraph.pieces).utf8) == Array(line.utf8))
  }

  @Test(arguments: [
    "a", ".", ". ", "! A", "(", "(1. ", "。“", "\u{301}", "1. ", "a.A", "?\u{2028}", "[)", "A. ",
    "; ", "」",
  ])
  func longLinesTakeLinearTime(unit: String) {
    let line = String(repeating: unit, count: 20_000)
    let paragraph = SentenceSplitter(language: "el").split(line)
    #expect(paragraph.joined(paragraph.pieces).utf8.count == line.utf8.count)
  }
}
