import FoundationEssentials
import Testing

import Dragoman

/// A model that CTranslate2 converted, held against its own translations (`Golden/ct2-models.py`).
@Suite struct CTranslate2ModelTests {
  private let golden: JSON

  init() throws {
    let path = Golden.path("models/ct2.json")
    golden = try JSON(
      parsing: String(contentsOfFile: path, encoding: .utf8), place: path)
  }

  private func tokens(_ folder: ModelFolder, beam: Int) throws -> [[String]] {
    var options = TranslationOptions.sentences
    options.search.beamSize = beam
    options.search.lengths.maximum = try #require(golden["length"]?.integer)
    options.search.lengths.maximumRatio = 100
    let translator = try Translator(
      ensemble: [folder], precision: .float32,
      direction: Direction(to: golden["to"]?.stringValue))
    let lines = try #require(golden["lines"]?.elements)
    return try translator.translate(
      lines.map { try #require($0["text"]?.stringValue) }, options: options
    ).map { try #require($0.sentences.first?.hypotheses.first?.tokens) }
  }

  @Test(arguments: [("greedy", 1), ("beam", 4)])
  func translationsAreCTranslate2s(key: String, beam: Int) throws {
    let expected = try #require(golden["lines"]?.elements).map { line in
      try #require(line[key]?.elements).map { try #require($0.stringValue) }
    }
    let folder = ModelFolder(Golden.path("models/ct2-float32"))
    #expect(try tokens(folder, beam: beam) == expected)
  }

  /// This model's weights were float16 before. Others are rounded, and random ones are seldom sure of a token.
  @Test func lesserPrecisionsGiveTheSame() throws {
    func found(_ precision: String) throws -> [[String]] {
      try tokens(ModelFolder(Golden.path("models/ct2-\(precision)")), beam: 1)
    }
    let exact = try found("float32")
    #expect(try found("float16") == exact)
    for precision in ["int16", "int8"] {
      let equal = zip(try found(precision), exact).count { $0.prefix(4) == $1.prefix(4) }
      #expect(equal >= 3, "\(precision)")
    }
  }
}
