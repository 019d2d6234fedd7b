import FoundationEssentials
import Testing

import Dragoman

/// Learning labels of texts and tags of words.
@Suite struct FineTuningTests {
  /// Texts of the words of one language or another, labelled with it.
  private static func texts(_ count: Int, seed: UInt64) -> [String] {
    let words = ["en": ["the", "river", "mill", "old"], "de": ["der", "fluss", "alte", "ein"]]
    var randomness = RandomStream(seed: seed)
    return (0..<count).map { number in
      let label = number % 2 == 0 ? "de" : "en"
      let text = (0..<5).compactMap { _ in words[label]?.randomElement(using: &randomness) }
      return "\(label)\t\(text.joined(separator: " "))"
    }
  }

  /// Sentences in which a name, of one word or two, follows the word "met".
  private static func sentences(_ count: Int, seed: UInt64) -> [String] {
    var randomness = RandomStream(seed: seed)
    let (names, others) = (["ada", "byron", "köln"], ["the", "river", "saw"])
    return (0..<count).flatMap { number in
      let fill = (0..<3).compactMap { _ in others.randomElement(using: &randomness) }
      var lines = fill.map { "\($0) O" } + ["met O"]
      for (index, name) in names.shuffled(using: &randomness).prefix(number % 2 + 1).enumerated() {
        lines.append("\(name) \(index == 0 ? "B" : "I")-PER")
      }
      return lines + [""]
    }
  }

  private func setup(_ target: FineTuningSetup.Target, in folder: TemporaryFolder)
    -> FineTuningSetup
  {
    var setup = FineTuningSetup(
      target, folder: ModelFolder(folder.file("model")), encoder: nil)
    setup.shape.width = 32
    setup.shape.layers = 2
    setup.vocabularySize = 300
    setup.options.batchTokens = 300
    setup.options.shardTokens = 100
    setup.options.learningRate = 0.003
    setup.options.warmup = 10
    return setup
  }

  private func labels(_ lines: [String], in folder: TemporaryFolder, _ name: String) throws
    -> FineTuningSetup.Target
  {
    .labels(try LabelledCorpus(path: folder.write(lines, to: name)), isNumber: false)
  }

  private func train(
    _ setup: FineTuningSetup, updates: Int, interruptedAfter: Int? = nil
  ) throws -> ValidationReport? {
    var plan = TrainingPlan()
    plan.maximumUpdates = updates
    plan.validEvery = updates
    var last: ValidationReport?
    let trainer = try setup.trainer { _ in }
    _ = try trainer.run(plan, isInterrupted: { trainer.updates == interruptedAfter }) { event in
      if case .validation(let report) = event { last = report }
    }
    return last
  }

  private func numbers(_ setup: FineTuningSetup) throws -> Data {
    let file = try Data(
      contentsOf: URL(filePath: "\(setup.folder.path)/training.safetensors"))
    let header = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return file.dropFirst(8 + header)
  }

  @Test func classesAreLearned() throws {
    let folder = try TemporaryFolder()
    var setup = try setup(labels(Self.texts(200, seed: 1), in: folder, "train"), in: folder)
    setup.validation = try labels(Self.texts(40, seed: 2), in: folder, "valid")
    let report = try train(setup, updates: 80)
    #expect(report?.measure == "accuracy")
    #expect((report?.score ?? 0) > 95)
    let model = try EncoderModel(setup.folder, precision: .int8)
    #expect(model.classes == ["de", "en"])
    let found = try model.classify(
      [("der alte fluss", nil), ("the old river mill", nil)], threads: 2)
    #expect(found[0][0] > 0.5 && found[1][1] > 0.5)
    #expect(found.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
    #expect(throws: InputError.self) { try model.tag([["the"]]) }
  }

  @Test func tagsAreLearned() throws {
    let folder = try TemporaryFolder()
    func tags(_ count: Int, seed: UInt64, _ name: String) throws -> FineTuningSetup.Target {
      .tags(try TaggedCorpus(path: folder.write(Self.sentences(count, seed: seed), to: name)))
    }
    var setup = try setup(tags(200, seed: 1, "train"), in: folder)
    setup.validation = try tags(40, seed: 2, "valid")
    let report = try train(setup, updates: 100)
    #expect(report?.measure == "F1")
    #expect((report?.score ?? 0) > 95)
    let model = try EncoderModel(setup.folder, precision: .float32)
    let found = try model.tag([["the", "river", "met", "köln", "ada"], [], ["saw", "the"]])
    #expect(found[0] == ["O", "O", "O", "B-PER", "I-PER"])
    #expect(found[1] == [] && found[2] == ["O", "O"])
  }

  @Test func numbersAreLearned() throws {
    let folder = try TemporaryFolder()
    func numbers(_ count: Int, _ name: String) throws -> FineTuningSetup.Target {
      // How often a word is there.
      let lines = (0..<count).map { number in
        let times = number % 5
        return "\(times)\t" + (0..<5).map { $0 < times ? "yes" : "no" }.joined(separator: " ")
      }
      return .labels(try LabelledCorpus(path: folder.write(lines, to: name)), isNumber: true)
    }
    var setup = try setup(numbers(200, "train"), in: folder)
    setup.validation = try numbers(20, "valid")
    let report = try train(setup, updates: 100)
    #expect(report?.measure == "Pearson")
    #expect((report?.score ?? 0) > 95)
    let model = try EncoderModel(setup.folder, precision: .float32)
    let found = try model.numbers(of: [("yes yes yes yes no", nil), ("no no no no no", nil)])
    #expect(found[0] > found[1] + 2)
  }

  @Test func threadsAndInterruptionsDoNotChangeTheResult() throws {
    let results = try [(1, nil), (3, nil), (2, 2)].map { (threads: Int, stop: Int?) in
      let folder = try TemporaryFolder()
      var setup = try setup(labels(Self.texts(60, seed: 1), in: folder, "train"), in: folder)
      setup.threads = threads
      if let stop {
        _ = try train(setup, updates: 4, interruptedAfter: stop)
        setup.resume = true
      }
      _ = try train(setup, updates: 4)
      return try numbers(setup)
    }
    let areEqual = results[0] == results[1] && results[0] == results[2]
    #expect(areEqual)
  }

  /// From Hugging Face's folder the encoder's weights are taken over, and its vocabulary.
  @Test func anEncoderIsGoneOnWith() throws {
    let folder = try TemporaryFolder()
    var setup = try setup(labels(Self.texts(40, seed: 1), in: folder, "train"), in: folder)
    setup.encoder = BERTGolden.folder
    setup.options.maximumLength = 14
    setup.options.learningRate = 1e-9
    _ = try train(setup, updates: 1)
    let (model, weights) = try setup.folder.loadBERT()
    let golden = try BERTGolden()
    #expect(model.configuration.predictions.classes == ["de", "en"])
    #expect(model.maskedTokens == nil && model.labels != nil)
    for (mine, its) in [
      (model.layout.entries[3], golden.model.layout.entries[3]),
      (
        model.layout.entries.first { $0.name == "pooler.weight" },
        golden.model.layout.entries.first { $0.name == "pooler.weight" }
      ),
    ] as [(ParameterLayout.Entry?, ParameterLayout.Entry?)] {
      let (mine, its) = (try #require(mine), try #require(its))
      #expect(mine.name == its.name)
      let difference = largestDifference(
        weights.parameters[mine.parameter].values, golden.weights.parameters[its.parameter].values)
      #expect(difference < 1e-5, "\(mine.name)")
    }
    let tokenizer = try setup.folder.loadBERTTokenizer()
    let text = "The Müller walked"
    #expect(try tokenizer.encode(text) == BERTGolden.folder.loadBERTTokenizer().encode(text))
  }
}
