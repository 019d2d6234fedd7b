import FoundationEssentials
import Testing

import Dragoman

/// What T5's family has and others have not; tokens and translations stand in ``OpenModelTests``.
@Suite struct T5ModelTests {
  /// A copy of a golden folder with other settings.
  private func folder(
    _ name: String, _ path: String, replacing old: String, with new: String
  ) throws -> ModelFolder {
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: Golden.path("models/\(name)"), toPath: path)
    let file = "\(path)/config.json"
    let settings = try String(contentsOfFile: file, encoding: .utf8)
    #expect(settings.contains(old))
    try AtomicFile.write(settings.replacing(old, with: new), to: file)
    return ModelFolder(path)
  }

  @Test(arguments: [
    (
      "t5", #""relu","#, #""gated-mish","#,
      "config.json: feed_forward_proj is \"gated-mish\", expected one of gelu"
    ),
    ("t5", #""d_kv": 6"#, #""d_kv": 5"#, "SelfAttention.q.weight has the shape [24, 16]"),
    (
      "t5", #""num_layers": 3"#, #""num_layers": 4"#,
      "encoder.block.3.layer.0.SelfAttention.q.weight"
    ),
    ("t5", #""num_layers": 3"#, #""num_layers": 2"#, "has a tensor encoder.block.2."),
    ("t5", #""relu","#, #""gated-gelu","#, "DenseReluDense.wi_0.weight"),
    ("t5", #""pad_token_id": 0"#, #""tie_word_embeddings": false"#, "lm_head.weight"),
    (
      "t5", #"num_buckets": 8"#, #"num_buckets": 7"#,
      "relative_attention_num_buckets is 7, but it must be even"
    ),
    (
      "t5", #"max_distance": 20"#, #"max_distance": 3"#,
      "relative_attention_max_distance is 3, but it must be more than half of the 8 buckets"
    ),
    (
      "t5", #"num_buckets": 8"#, #"num_buckets": 4000000000"#,
      "relative_attention_num_buckets is 4000000000, but it must be from 4 to 4096"
    ),
    ("t5", #""d_kv": 6,"#, "", "d_kv is missing"),
    ("madlad", #""vocab_size": 150"#, #""vocab_size": 149"#, "shape"),
  ])
  func faultsAreNamed(name: String, old: String, new: String, expected: String) throws {
    let path = try TemporaryFolder()
    let model = try folder(name, path.path, replacing: old, with: new)
    let error = try #require(throws: InputError.self) { try model.loadModel() }
    #expect("\(error)".contains(expected), "\(error)")
  }

  @Test func languagesAreWordsOrTokens() throws {
    let tokenizers = try ModelFolder(Golden.path("models/t5")).loadTokenizers()
    let text = "translate German to French: old mill"
    let told = try tokenizers.directed(Direction(from: "deu", to: "fr-CA")).encodeSource("old mill")
    // Without languages text is taken as it is, for models that learned something else.
    let plain = try tokenizers.directed(Direction())
    #expect(told == plain.encodeSource(text))
    let error = try #require(throws: InputError.self) {
      try tokenizers.directed(Direction(from: "en", to: "it"))
    }
    #expect("\(error)".contains("en de fr ro"))

    let madlad = try ModelFolder(Golden.path("models/madlad")).loadTokenizers()
    for (language, token) in [("de", "<2de>"), ("zh", "<2zh_Latn>")] {
      let tokens = try madlad.directed(Direction(to: language)).encodeSource("old mill")
      #expect(madlad.source.piece(tokens[0]) == token)
    }
    #expect(throws: InputError.self) { try madlad.directed(Direction()) }
  }

  /// A folder of ours in float32 or int8 translates as the one it came from.
  @Test(arguments: ["t5", "t5-v1_1", "mt5", "madlad"])
  func exportsTranslateAlike(name: String) throws {
    let model = try OpenModel(name)
    let path = try TemporaryFolder()
    let exported = ModelFolder("\(path.path)/int8")
    try ModelExport(model.folder).write(.int8, to: exported)
    let own = ModelFolder("\(path.path)/own")
    let (transformer, weights) = try model.folder.loadModel()
    try own.create()
    try own.save(transformer.configuration)
    try own.save(try model.folder.loadTokenizers())
    try own.save(weights.parameters, layout: transformer.layout)
    #expect(try own.loadConfiguration() == transformer.configuration)
    for (precision, folder) in [(Precision.int8, exported), (.int8, own), (.float32, own)] {
      func translations(_ folder: ModelFolder) throws -> [String] {
        let translator = try Translator(
          ensemble: [folder], precision: precision, direction: model.direction)
        return translator.translate(model.lines.map(\.text), options: .sentences).map(\.text)
      }
      #expect(try translations(folder) == translations(model.folder))
    }
    for format in [ModelExport.Format.huggingface, .ctranslate2] {
      let error = try #require(throws: InputError.self) {
        try ModelExport(model.folder).write(format, to: ModelFolder("\(path.path)/other"))
      }
      #expect("\(error)".contains("it has relative positions, as T5 has"))
    }
  }

  /// A sentence has the same translation alone and among others.
  @Test(arguments: ["t5", "madlad"], [Precision.float32, .int8])
  func companyChangesNothing(name: String, precision: Precision) throws {
    let model = try OpenModel(name)
    let translator = try Translator(
      ensemble: [model.folder], precision: precision, direction: model.direction)
    let lines = model.lines.map(\.text)
    let together = translator.translate(lines, options: .sentences).map(\.text)
    let alone = lines.map { translator.translate([$0], options: .sentences)[0].text }
    #expect(together == alone)
  }
}
