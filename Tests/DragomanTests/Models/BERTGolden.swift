import FoundationEssentials

import Dragoman

/// A small BertForPreTraining with what Transformers computed for it; `Golden/bert.py` made the files.
struct BERTGolden {
  /// `expected.json`.
  struct Figures: Decodable {
    struct Sequence: Decodable {
      let ids: [Int32]
      let types: [Int32]
      let places: [Int32]
      let labels: [Int32]
      let is_other: Int32
    }

    let loss: Double
    let next_sentence_loss: Double
    let sequences: [Sequence]
  }

  static let folder = ModelFolder(Golden.path("bert"))

  let figures: Figures
  let model: BERT
  let weights: Weights
  let gradients: ParameterBuffer
  let hidden: [Float]
  let pooled: [Float]

  init() throws {
    figures = try JSONDecoder().decode(
      Figures.self, from: Data(contentsOf: Golden.folder.appending(path: "bert/expected.json")))
    (model, weights) = try Self.folder.loadBERT()
    let file = try Safetensors(path: Golden.path("bert/expected.safetensors"))
    gradients = ParameterBuffer(count: model.layout.count)
    for entry in model.layout.entries {
      let names = BERTFolder.tensorNames(of: entry.name).map { "gradient/\($0)" }
      guard let name = names.first(where: { file[$0] != nil }) else { continue }
      try file.copy(name, shape: entry.shape, into: gradients[entry.parameter].base)
    }
    let width = model.configuration.width
    func read(_ name: String, rows: Int) throws -> [Float] {
      var values = [Float](repeating: 0, count: rows * width)
      try file.copy(name, shape: [rows, width], into: &values)
      return values
    }
    hidden = try read("hidden", rows: figures.sequences.reduce(0) { $0 + $1.ids.count })
    pooled = try read("pooled", rows: figures.sequences.count)
  }

  /// Some of the sequences.
  func batch(_ numbers: Range<Int>) -> MaskedBatch {
    var batch = MaskedBatch()
    for sequence in figures.sequences[numbers] {
      let first = Int32(batch.input.tokens.ids.count)
      let end = sequence.types.firstIndex(of: 1) ?? sequence.ids.count
      batch.input.append(
        sequence.ids[1..<end - 1], sequence.ids[end...].dropLast(), begin: sequence.ids[0],
        end: sequence.ids[end - 1])
      batch.rows += sequence.places.map { first + $0 }
      batch.labels += sequence.labels
      batch.isOther.append(sequence.is_other)
    }
    return batch
  }
}
