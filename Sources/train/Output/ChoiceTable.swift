import CommandSupport
import Dragoman

/// What a run was set to, and why: by the user or by the size of the corpus.
struct ChoiceTable: CustomStringConvertible {
  /// Why a value is not the default.
  private let will: String
  private(set) var rows: [(option: String, value: String, reason: String)] = []

  /// - Parameters:
  ///   - defaults: What suits the corpus and the preset, which may be the user's.
  ///   - usual: What suits the corpus.
  init(_ setup: TrainingSetup, _ defaults: TrainingDefaults, usual: TrainingDefaults) {
    will = setup.resume ? "as the run began" : "your choice"
    if let model = setup.initialModel {
      rows.append(("from-model", model.path, will))
    } else {
      add(.preset, setup.shape.preset.rawValue, usual.shape.preset.rawValue, usual)
      addShape(setup.shape)
      if let encoder = setup.encoder {
        rows.append(("encoder", encoder.path, will))
      } else {
        addVocabulary(setup.vocabulary, defaults)
      }
    }
    let (own, other) = (setup.options, defaults.options)
    add(.optimizer, own.optimizer.rawValue, other.optimizer.rawValue, defaults)
    add(.batchTokens, own.batchTokens, other.batchTokens, defaults)
    add(.learningRate, own.learningRate, other.learningRate, defaults)
    add(.warmup, own.warmup, other.warmup, defaults)
    add(.encoderRate, own.encoderRate, other.encoderRate, defaults)
    add(.encoderFreeze, own.encoderFreeze, other.encoderFreeze, defaults)
    add(.precision, own.precision.rawValue, other.precision.rawValue, defaults)
    add(.dropout, own.dropout, other.dropout, defaults)
    add(.wordDropout, own.wordDropout, other.wordDropout, defaults)
    add(.bpeDropout, own.subwordDropout, other.subwordDropout, defaults)
    if own.recasing > 0 { add(.recase, own.recasing, other.recasing, defaults) }
    add(.rDrop, own.consistency, other.consistency, defaults)
    add(.guidedAlignment, own.guidedAlignment, other.guidedAlignment, defaults)
    add(.labelSmoothing, own.labelSmoothing, other.labelSmoothing, defaults)
    if own.averagedCheckpoints > 0 {
      add(.averageCheckpoints, own.averagedCheckpoints, 0, defaults)
    } else {
      add(.averageDecay, own.averageDecay, other.averageDecay, defaults)
    }
  }

  /// A row for an option that has a reason: that of the default, or the user's will.
  private mutating func add<Value: Equatable>(
    _ setting: Setting, _ value: Value, _ standard: Value, _ defaults: TrainingDefaults
  ) {
    if value != standard {
      rows.append((setting.name, "\(value)", will))
    } else if let reason = defaults.reasons[setting] {
      rows.append((setting.name, "\(value)", reason))
    }
  }

  private mutating func addShape(_ shape: ModelShape) {
    let sizes: [(String, Int?)] = [
      ("model-size", shape.modelSize), ("encoder-layers", shape.encoderLayers),
      ("decoder-layers", shape.decoderLayers), ("heads", shape.heads),
      ("feed-forward-size", shape.feedForwardSize),
    ]
    for (option, size) in sizes {
      if let size { rows.append((option, "\(size)", will)) }
    }
    if !shape.normalizesBefore { rows.append(("norm", "post", will)) }
    if let tied = shape.tiedEmbeddings { rows.append(("tie", tied.rawValue, will)) }
  }

  private mutating func addVocabulary(_ choice: VocabularyChoice, _ defaults: TrainingDefaults) {
    switch choice {
    case .learned(let size, let isJoint):
      add(.vocabularySize, size, defaults.vocabularySize, defaults)
      if !isJoint { rows.append(("separate-vocabularies", "true", will)) }
    case .file(let path): rows.append(("vocabulary", path, will))
    case .files(let source, let target):
      rows.append(("vocabulary", source, will))
      rows.append(("target-vocabulary", target, will))
    }
  }

  var description: String {
    var table = TextTable([.left, .left, .left])
    for row in rows { table.add([row.option, row.value, row.reason]) }
    return table.lines.joined(separator: "\n")
  }
}
