import FoundationEssentials
import Testing

import Dragoman

/// What is written for other systems is read back as the model that it was. Whether these systems agree is shown
/// by `Benchmarks/peers/exports.py`.
@Suite struct ModelExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func translations(
    _ model: ModelFolder, _ precision: Precision = .float32
  ) throws -> [String] {
    let lines = try readLines("\(Golden.path("v0.1"))/train.en")
    return try Translator(model, precision: precision).translate(
      Array(lines.prefix(20)), options: .sentences
    ).map(\.text)
  }

  /// Probabilities to the last bit, so that nothing can hide.
  @Test(arguments: ["v0.1/model", "models/native-ssru"])
  func int8IsWhatLoadingMakesOfFloat32(name: String) throws {
    let model = ModelFolder(Golden.path(name))
    let copy = ModelFolder("\(folder.path)/int8")
    try ModelExport(model).write(.int8, to: copy)
    #expect(try translations(copy, .int8) == translations(model, .int8))
    let lines = Array(try readLines("\(Golden.path("v0.1"))/train.en").prefix(20))
    func scores(_ model: ModelFolder) throws -> [Float] {
      try Translator(model, precision: .int8).score(lines, targets: lines, options: .init())
        .flatMap { try #require($0.hypotheses.first).tokenScores }
    }
    #expect(try scores(copy) == scores(model))
  }

  @Test func int8TakesAQuarter() throws {
    let model = ModelFolder(Golden.path("v0.1/model"))
    let copy = ModelFolder("\(folder.path)/int8")
    try ModelExport(model).write(.int8, to: copy)
    let sizes = try [copy, model].map {
      try #require(
        FileManager.default.attributesOfItem(atPath: $0.weightsPath)[.size] as? UInt64)
    }
    // Of so small a model much else is in the file.
    #expect(sizes[0] < sizes[1] / 2)
  }

  /// Weights are read while they are written, so the fault is met late.
  @Test(arguments: [ModelExport.Format.huggingface, .ctranslate2, .int8])
  func faultyWeightsLeaveNothing(_ format: ModelExport.Format) throws {
    let model = ModelFolder(Golden.path("v0.1/model"))
    let faulty = ModelFolder("\(folder.path)/faulty")
    let (transformer, weights) = try model.loadModel()
    let last = try #require(transformer.layout.entries.last)
    weights.parameters[last.parameter].base[0] = .nan
    try faulty.create()
    try faulty.save(transformer.configuration)
    try faulty.save(try model.loadTokenizers())
    try faulty.save(weights.parameters, layout: transformer.layout)
    let copy = "\(folder.path)/\(format.rawValue)"
    let error = try #require(throws: InputError.self) {
      try ModelExport(faulty).write(format, to: ModelFolder(copy))
    }
    #expect("\(error)".contains(last.name))
    #expect(!FileManager.default.fileExists(atPath: copy))
  }

  @Test(arguments: [ModelExport.Format.huggingface, .ctranslate2])
  func aRoundTripChangesNoByte(_ format: ModelExport.Format) throws {
    let model = ModelFolder(Golden.path("v0.1/model"))
    let copy = ModelFolder("\(folder.path)/\(format.rawValue)")
    try ModelExport(model).write(format, to: copy)
    #expect(try translations(copy) == translations(model))
  }

  /// From Marian's own file by way of CTranslate2's, and from that once more.
  @Test(arguments: ["native-post", "marian"]) func foreignModelsAreExportedToo(name: String) throws
  {
    let model = ModelFolder(Golden.path("models/\(name)"))
    let first = ModelFolder("\(folder.path)/first")
    try ModelExport(model).write(.ctranslate2, to: first)
    let second = ModelFolder("\(folder.path)/second")
    try ModelExport(first).write(.ctranslate2, to: second)
    let expected = try translations(model)
    #expect(try translations(first) == expected)
    #expect(try translations(second) == expected)
  }

  /// Where the tokens of languages stand is seen again.
  @Test(arguments: ["m2m", "nllb", "mbart25", "mbart50"])
  func languagesAreExported(name: String) throws {
    let model = ModelFolder(Golden.path("models/\(name)"))
    let direction = Direction(from: "en", to: name == "m2m" ? "de" : name == "nllb" ? "zh" : "ro")
    for format in [ModelExport.Format.ctranslate2, .int8] {
      let copy = ModelFolder("\(folder.path)/\(format.rawValue)")
      try ModelExport(model).write(format, to: copy)
      let pairs = try [model, copy].map { try $0.loadTokenizers().directed(direction) }
      #expect(pairs[0].encodeSource("The mill.") == pairs[1].encodeSource("The mill."))
      #expect(pairs[0].targetFrame == pairs[1].targetFrame)
    }
  }

  @Test(arguments: [
    ("native-ssru", ModelExport.Format.ctranslate2, "it has no decoder with a recurrence"),
    ("native-ssru", .huggingface, "Transformers has no decoder with a recurrence"),
    ("native-post", .huggingface, "its norms add 1e-06, not 1e-05"),
  ])
  func whatFitsNoneIsRefused(
    name: String, format: ModelExport.Format, reason: String
  ) throws {
    let path = Golden.path("models/\(name)")
    let error = InputError(
      path, "cannot be written for \(format.rawValue): \(reason).",
      remedy: "Choose another `format`, or train a model of another shape.")
    #expect(throws: error) {
      try ModelExport(ModelFolder(path)).write(format, to: ModelFolder("\(folder.path)/none"))
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/none"))
  }
}
