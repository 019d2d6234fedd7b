import FoundationEssentials
import Testing

import Dragoman

/// Encoders at work, against Transformers; `Golden/bert.py` made the files.
@Suite struct EncoderModelTests {
  private static func cases<Case: Decodable>(_ type: Case.Type, _ name: String) throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self,
      from: Data(contentsOf: Golden.folder.appending(path: "bert/\(name)/expected.json")))
  }

  @Test func classesOfTransformers() throws {
    struct Case: Decodable {
      let first: String
      let second: String?
      let probabilities: [Double]
    }
    let cases = try Self.cases(Case.self, "classes")
    let model = try EncoderModel(ModelFolder(Golden.path("bert/classes")), precision: .float32)
    #expect(model.classes == ["no", "yes", "may be"])
    #expect(model.tags.isEmpty && !model.predictsNumber)
    let found = try model.classify(cases.map { ($0.first, $0.second) }, threads: 2)
    for (probabilities, expected) in zip(found, cases) {
      for (one, other) in zip(probabilities, expected.probabilities) {
        #expect(abs(one - other) < 1e-5, "\(expected.first)")
      }
    }
  }

  @Test func tagsOfTransformers() throws {
    struct Case: Decodable {
      let words: [String]
      let tags: [String]
    }
    let cases = try Self.cases(Case.self, "tags")
    let model = try EncoderModel(ModelFolder(Golden.path("bert/tags")), precision: .float32)
    #expect(model.tags == ["O", "B-PER", "I-PER", "B-LOC"])
    #expect(try model.tag(cases.map(\.words)) == cases.map(\.tags))
    // 22 tokens fit: the others are tagged in a second part.
    let long = try model.tag([(0..<30).map { _ in "river" }])
    #expect(long[0].count == 30)
  }

  /// What a text becomes depends on neither its company nor the threads.
  @Test func companyDoesNotMatter() throws {
    let model = try EncoderModel(BERTGolden.folder, precision: .int8)
    let lines = (0..<700).map { "the old miller \($0) walked" } + ["", "a river"]
    let together = try model.embeddings(of: lines, threads: 3)
    for number in [0, 133, 698, 700, 701] {
      #expect(try model.embeddings(of: [lines[number]])[0] == together[number])
    }
    // What does not fit is left out.
    let cut = try model.embeddings(
      of: ["the the the the the the the the the the the the"], pooling: .first)
    let longer = try model.embeddings(
      of: ["the the the the the the the the the the the the bridge"], pooling: .first)
    #expect(cut == longer)
  }

  @Test func meansAreOfAllTokens() throws {
    let golden = try BERTGolden()
    let model = try EncoderModel(
      golden.model, golden.weights, BERTGolden.folder.loadBERTTokenizer())
    let tokens = [2] + model.tokenizer.encode("the old miller") + [3]
    let arena = Arena()
    let mean = withExtendedLifetime(arena) {
      let hidden = golden.model.encoder(
        RaggedTokens([tokens]), types: tokens.map { _ in 0 },
        on: Tape(weights: golden.weights, arena: arena)
      ).value
      return (0..<hidden.columns).map { column in
        (0..<hidden.rows).reduce(Float(0)) { $0 + hidden[$1, column] } / Float(hidden.rows)
      }
    }
    let found = try model.embeddings(of: ["the old miller"])[0]
    #expect(largestDifference(found, mean) < 1e-5)
    let normalized = try model.embeddings(of: ["the old miller"], isNormalized: true)[0]
    #expect(abs(normalized.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
  }

  @Test func aFolderOfAnotherArchitectureIsRefused() throws {
    let folder = try TemporaryFolder()
    func refusal(_ settings: String) throws -> String? {
      _ = try folder.write([settings], to: "config.json")
      let error = #expect(throws: InputError.self) {
        try EncoderModel(ModelFolder(folder.path), precision: .int8)
      }
      return error?.problem
    }
    #expect(
      try refusal(#"{"model_type": "roberta"}"#)
        == "model_type is roberta, which is no encoder for understanding.")
    #expect(
      try refusal(#"{"d_model": 4}"#)
        == "names no model_type, as the folder of an encoder for understanding does.")
    #expect(
      try refusal(#"{"model_type": "bert", "position_embedding_type": "relative_key"}"#)
        == "position_embedding_type is \"relative_key\", expected absolute.")
    #expect(
      try refusal(#"{"model_type": "bert", "is_decoder": true}"#)
        == "is_decoder is true, expected false, as an encoder has it.")
  }
}
