import FoundationEssentials
import Testing

import Dragoman

/// Models that Marian trained, held against its own scores and translations (`Golden/marian-models.py`).
@Suite struct MarianModelTests {
  private struct Golden {
    let lines: [JSON]

    init(_ name: String) throws {
      let path = DragomanTests.Golden.path("models/\(name).json")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      lines = try #require(JSON(parsing: text, place: path)["lines"]?.elements)
    }

    func texts(_ key: String) throws -> [String] {
      try lines.map { try #require($0[key]?.stringValue) }
    }
  }

  private func translator(_ name: String, _ precision: Precision = .float32) throws -> Translator {
    try Translator(
      ModelFolder(DragomanTests.Golden.path("models/\(name)")), precision: precision)
  }

  @Test(arguments: ["native-ssru", "native-post", "native-pre"])
  func scoresAreMarians(name: String) throws {
    let golden = try Golden(name)
    let scored = try translator(name).score(
      golden.texts("text"), targets: golden.texts("backwards"), options: DecodingOptions())
    for (sentence, line) in zip(scored, golden.lines) {
      let scores = try #require(sentence.hypotheses.first).tokenScores
      let expected = try #require(line["scores"]?.elements)
      #expect(scores.count == expected.count)
      for (score, expected) in zip(scores, expected) {
        guard case .number(let number) = expected else { continue }
        // Marian leaves <unk> its share, about which these models know little, and prints five digits.
        let more = Double(score) - number
        #expect((-1e-4 * max(1, abs(number))..<0.01).contains(more), "\(sentence.source)")
      }
    }
  }

  /// Of a model in Marian's int8 as well. The others' translations are as long as Marian lets them be.
  @Test(arguments: [
    ("native-ssru", "native-ssru"), ("native-ssru", "native-ssru-int8"),
    ("native-post", "native-post"),
  ])
  func translationsAreMarians(golden name: String, model: String) throws {
    let golden = try Golden(name)
    let translator = try translator(model)
    for (key, beam, count) in [("greedy", 1, 3), ("beam", 4, 2)] {
      var options = TranslationOptions.sentences
      options.search.beamSize = beam
      let found = translator.translate(try golden.texts("text"), options: options).map(\.text)
      #expect(found.prefix(count) == (try golden.texts(key)).prefix(count))
    }
  }
}
