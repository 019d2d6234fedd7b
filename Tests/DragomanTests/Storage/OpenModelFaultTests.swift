import FoundationEssentials
import Testing

import Dragoman

/// Folders of other systems with something missing, damaged or from elsewhere: an error that names the file and what
/// is wrong with it, before anything is computed.
@Suite struct OpenModelFaultTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A golden model in a folder of its own.
  private func copy(_ name: String) throws -> String {
    let path = "\(folder.path)/model"
    try FileManager.default.copyItem(atPath: Golden.path("models/\(name)"), toPath: path)
    return path
  }

  private func expectError(
    _ path: String, _ direction: Direction = Direction(), place: String, _ problem: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: InputError.self, sourceLocation: sourceLocation) {
      try Translator(ensemble: [ModelFolder(path)], direction: direction)
    }
    let found = error?.description.replacing("\(path)/", with: "") ?? ""
    #expect(found.contains(place) && found.contains(problem), sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    ("vocab.json", "cannot be read"), ("source.spm", "cannot be read"),
    ("model.safetensors", "has no weights"),
  ])
  func missingFiles(name: String, problem: String) throws {
    let path = try copy("marian-languages")
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    let place = name == "model.safetensors" ? path : name
    expectError(path, Direction(to: "de"), place: place, problem)
  }

  @Test(arguments: [
    (#""model_type": "marian""#, #""model_type": "umt5""#, "model_type is umt5"),
    (
      #""vocab_size": 171"#, #""vocab_size": 9000000"#,
      "has the shape [171, 16]"
    ),
    (#""d_model": 16"#, #""d_model": 32"#, "has the shape [171, 16]"),
    (#""encoder_layers": 2"#, #""encoder_layers": 1"#, "does not ask for"),
    (#""encoder_layers": 2"#, #""encoder_layers": 3"#, "has no tensor model.encoder.layers.2"),
    (#""eos_token_id": 0"#, #""eos_token_id": 99999"#, "expected one of the 171 tokens"),
    (#""scale_embedding": true"#, #""scale_embedding": "yes""#, "expected true or false"),
    (#""activation_function": "relu""#, #""activation_function": "mish""#, "expected gelu"),
    (
      #""model_type": "marian""#, #""model_type": "marian", "normalize_before": true"#,
      "expected false"
    ),
  ])
  func settingsThatCannotBe(old: String, new: String, problem: String) throws {
    let path = try copy("marian-languages")
    let text = try String(contentsOfFile: "\(path)/config.json", encoding: .utf8)
    try #require(text.contains(old))
    try AtomicFile.write(text.replacing(old, with: new), to: "\(path)/config.json")
    expectError(path, Direction(to: "de"), place: "", problem)
  }

  @Test(arguments: [
    ("marian-languages", Direction(), "`to`", "the model knows 3 languages"),
    ("marian-languages", Direction(to: "it"), "`to` it", "not a language of the model"),
    ("m2m", Direction(to: "de"), "`from`", "the model knows 100 languages"),
    ("m2m", Direction(from: "en", to: "tlh"), "`to` tlh", "not a language of the model"),
    ("marian", Direction(to: "de"), "`to` de", "the model has no tokens for languages"),
  ])
  func languages(
    name: String, direction: Direction, place: String, problem: String
  ) throws {
    expectError(try copy(name), direction, place: place, problem)
  }

  @Test func filesOfOtherModels() throws {
    let path = try copy("native-post")
    let vocabulary = "\(path)/vocab.spm"
    try FileManager.default.removeItem(atPath: vocabulary)
    try FileManager.default.copyItem(
      atPath: Golden.path("models/m2m/sentencepiece.bpe.model"), toPath: vocabulary)
    expectError(path, place: "vocab.spm", "has 150 tokens, but the model has 140")
  }

  @Test func anEmptyFolderIsNoModel() {
    expectError(folder.path, place: "config.json", "cannot be read")
  }
}
