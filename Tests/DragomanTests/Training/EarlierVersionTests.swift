import FoundationEssentials
import Testing

import Dragoman

/// What earlier versions wrote is read for ever. `Golden/v0.1` was written by the commands of version 0.1
/// (commit 74639eb), `run` by
///
///     train --source train.en --target train.de --valid-source valid.en --valid-target valid.de \
///       --model run --model-size 16 --encoder-layers 1 --decoder-layers 1 --heads 2 \
///       --feed-forward-size 32 --vocabulary-size 300 --valid-every 50 --learning-rate 0.01 \
///       --batch-tokens 500 --max-updates 60
///
/// and `model` with `--max-updates 1600 --patience 40` and the usual size of batches. The sentences were
/// written for it.
@Suite struct EarlierVersionTests {
  private let golden = Golden.path("v0.1")

  @Test(arguments: Precision.allCases) func aModelTranslatesAsItDid(_ precision: Precision) throws {
    let translator = try Translator(ModelFolder("\(golden)/model"), precision: precision)
    let lines = try readLines("\(golden)/valid.en").prefix(3)
    #expect(
      translator.translate(Array(lines)).map(\.text) == [
        "Dein Freund sieht Bild Bild her.", "Die Katze kauft den Ball Balten.",
        "Die Katze kauft den roten Ball Ball.",
      ])
  }

  /// Its best score has no perplexity and does not say what it was measured on, so it is measured anew.
  @Test func aRunIsResumed() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    try FileManager.default.copyItem(atPath: "\(golden)/run", toPath: path)
    func part(_ name: String) throws -> CorpusPart {
      CorpusPart(
        try ParallelCorpus(
          sourcePath: "\(golden)/\(name).en", targetPath: "\(golden)/\(name).de"))
    }
    let corpus = try part("train")
    var setup = TrainingSetup(
      corpora: [corpus], folder: ModelFolder(path),
      defaults: TrainingDefaults(pairs: corpus.text.count))
    setup.validation = [try part("valid")]
    setup.vocabulary = .learned(size: 300, isJoint: true)
    (setup.shape.modelSize, setup.shape.heads, setup.shape.feedForwardSize) = (16, 2, 32)
    (setup.shape.encoderLayers, setup.shape.decoderLayers) = (1, 1)
    setup.options = try #require(try TrainingOptions(ofRunIn: setup.folder))
    #expect((setup.options.learningRate, setup.options.batchTokens) == (0.01, 500))
    #expect(setup.options.optimizer == .adam && setup.options.precision == .float32)
    setup.resume = true
    let trainer = try setup.trainer { _ in }
    #expect(trainer.updates == 60)
    var plan = TrainingPlan()
    plan.maximumUpdates = 62
    var anew: ValidationReport?
    let end = try trainer.run(plan, isInterrupted: { false }) { event in
      if case .otherValidation(let report) = event { anew = report }
    }
    #expect(end == .updates)
    #expect(abs((anew?.perplexity ?? 0) - 171) < 0.01)
    #expect(try TrainingHistory(of: setup.folder).validations.map(\.score) == [0, 0])
  }

  @Test func whatFilesLackHasItsDefault() throws {
    func decode<Value: Decodable>(_ text: String) throws -> Value {
      try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
    #expect(try decode("{}") as TrainingOptions == TrainingOptions())
    let sizes = """
      {"vocab_size": 9, "d_model": 8, "encoder_layers": 1, "decoder_layers": 2, \
      "encoder_attention_heads": 1, "decoder_attention_heads": 2, "encoder_ffn_dim": 3, \
      "decoder_ffn_dim": 4}
      """
    let model: ModelConfiguration = try decode(sizes)
    #expect(model.decoderFeedForwardSize == 4)
    #expect(!model.normalizesBefore && !model.hasFinalNorm && model.maximumPositions == 1024)
    #expect(throws: DecodingError.self) { try decode("{}") as ModelConfiguration }
  }

  /// No option is forgotten in reading.
  @Test func whatIsWrittenIsRead() throws {
    let text = try JSONEncoder().encode(TrainingOptions())
    let fields = try JSONDecoder().decode([String: Scalar].self, from: text)
    for (key, value) in fields {
      let other =
        switch value {
        case .number(let number): "\(number + 1)"
        case .text: ["precision", "communicate"].contains(key) ? "\"bf16\"" : "\"muon\""
        }
      let data = Data("{\"\(key)\": \(other)}".utf8)
      #expect(
        try JSONDecoder().decode(TrainingOptions.self, from: data) != TrainingOptions(), "\(key)")
    }
    #expect(fields.count == 26)
  }

  private enum Scalar: Decodable {
    case number(Double), text

    init(from decoder: any Swift.Decoder) throws {
      let number = try? decoder.singleValueContainer().decode(Double.self)
      self = number.map { .number($0) } ?? .text
    }
  }
}
