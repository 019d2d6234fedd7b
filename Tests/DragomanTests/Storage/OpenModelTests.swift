import FoundationEssentials
import Testing

import Dragoman

/// A model that another library made, and what that library makes of some lines (`Golden/models.py`, `Golden/t5-models.py`).
struct OpenModel: CustomTestStringConvertible {
  let name: String
  let folder: ModelFolder
  let direction: Direction
  /// The most tokens of a translation.
  let length: Int
  let lines: [Line]

  struct Line {
    let text: String
    let tokens: [Int32]
    let greedy: [Int32]
    let beam: [Int32]
    let scores: [Float]
    let translation: String
  }

  static let names = [
    "marian", "marian-languages", "m2m", "nllb", "mbart50", "mbart25", "t5", "t5-v1_1", "mt5",
    "madlad",
  ]

  init(_ name: String) throws {
    let path = Golden.path("models/\(name).json")
    let golden = try JSON(parsing: String(contentsOfFile: path, encoding: .utf8), place: path)
    self.name = name
    folder = ModelFolder(Golden.path("models/\(name)"))
    direction = Direction(from: golden["from"]?.stringValue, to: golden["to"]?.stringValue)
    length = try #require(golden["length"]?.integer)
    lines = try #require(golden["lines"]?.elements).map { line in
      func numbers(_ key: String) throws -> [Int32] {
        try #require(line[key]?.elements).map { Int32(try #require($0.integer)) }
      }
      return Line(
        text: try #require(line["text"]?.stringValue), tokens: try numbers("tokens"),
        greedy: try numbers("greedy"), beam: try numbers("beam"),
        scores: try #require(line["scores"]?.elements).map {
          guard case .number(let number) = $0 else { return .nan }
          return Float(number)
        },
        translation: try #require(line["translation"]?.stringValue))
    }
  }

  var testDescription: String { name }
}

@Suite struct OpenModelTests {
  @Test(arguments: OpenModel.names)
  func tokensAreTheirLibrarys(name: String) throws {
    let model = try OpenModel(name)
    let tokenizers = try model.folder.loadTokenizers().directed(model.direction)
    for line in model.lines {
      #expect(tokenizers.encodeSource(line.text) == line.tokens, "\(line.text)")
      let pieces = line.greedy.filter { $0 != tokenizers.targetFrame.end }
      #expect(tokenizers.target.decode(pieces) == line.translation)
    }
  }

  /// What `train --from-model` keeps of a vocabulary.
  @Test(arguments: OpenModel.names + ["native-post"])
  func savedVocabulariesAreTheSame(name: String) throws {
    let model = name == "native-post" ? nil : try OpenModel(name)
    let original = ModelFolder(Golden.path("models/\(name)"))
    let direction = model?.direction ?? Direction()
    let undirected = try original.loadTokenizers()
    let pair = try undirected.directed(direction)
    let folder = try TemporaryFolder()
    try ModelFolder(folder.path).save(pair)
    let saved = try ModelFolder(folder.path).loadTokenizers()
    // A direction may be chosen before or after.
    try ModelFolder(folder.path).save(undirected)
    let later = try ModelFolder(folder.path).loadTokenizers().directed(direction)
    #expect(later.sourceFrame == pair.sourceFrame && later.targetFrame == pair.targetFrame)
    #expect(saved.sourceFrame == pair.sourceFrame && saved.targetFrame == pair.targetFrame)
    for line in model?.lines.map(\.text) ?? ["The river runs past the old mill."] {
      #expect(saved.encodeSource(line) == pair.encodeSource(line))
      let target = pair.target.encode(line)
      #expect(saved.target.encode(line) == target)
      #expect(saved.target.decode(target) == pair.target.decode(target))
    }
  }

  @Test(arguments: OpenModel.names)
  func translationsAreTheirLibrarys(name: String) throws {
    let model = try OpenModel(name)
    let translator = try Translator(
      ensemble: [model.folder], precision: .float32, direction: model.direction)
    let tokenizers = try model.folder.loadTokenizers()
    var options = TranslationOptions.sentences
    options.search.computesScores = true
    options.search.lengths.maximum = model.length
    options.search.lengths.maximumRatio = 100
    for beam in [1, 4] {
      options.search.beamSize = beam
      let found = translator.translate(model.lines.map(\.text), options: options)
      for (line, translation) in zip(model.lines, found) {
        let hypothesis = try #require(translation.sentences.first?.hypotheses.first)
        let ids = beam == 1 ? line.greedy : line.beam
        let names = ids.filter { $0 != tokenizers.targetFrame.end }.map(tokenizers.target.piece)
        #expect(hypothesis.tokens == names, "beam \(beam): \(line.text)")
        guard beam == 1 else { continue }
        for (score, expected) in zip(hypothesis.tokenScores, line.scores) {
          #expect(abs(score - expected) < 1e-4, "\(line.text)")
        }
        #expect(hypothesis.tokenScores.count == line.scores.count)
      }
    }
  }
}
