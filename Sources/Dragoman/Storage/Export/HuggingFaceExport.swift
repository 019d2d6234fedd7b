/// A model as a folder of Transformers: of the class that has its layers, Marian for post-norm models and Pegasus
/// for pre-norm ones.
struct HuggingFaceExport {
  private let model: ModelExport
  private let architecture: BARTArchitecture

  /// - Throws: ``InputError`` when no class has such layers.
  init(_ model: ModelExport) throws {
    self.model = model
    let configuration = model.configuration
    try model.refuseT5Layers(.huggingface)
    func unfit(_ reason: String) -> InputError { model.unfit(.huggingface, reason) }
    guard configuration.autoregression == .selfAttention else {
      throw unfit("Transformers has no decoder with a recurrence")
    }
    guard configuration.layerNormEpsilon == 1e-5 else {
      throw unfit("its norms add \(configuration.layerNormEpsilon), not 1e-05")
    }
    guard let architecture = BARTArchitecture(of: configuration) else {
      throw unfit("no class of Transformers has its norms and positions")
    }
    guard configuration.sourceVocabularySize == nil, model.tokenizers.isJoint else {
      throw unfit("each side has a vocabulary of its own")
    }
    guard model.startName != nil else { throw unfit("decoding starts with zeros") }
    self.architecture = architecture
  }

  /// - Throws: ``InputError`` when the vocabulary has no form there, or the folder cannot be written.
  func write(to folder: ModelFolder) throws {
    let tokenizer = try tokenizerFile()
    try folder.create()
    try Safetensors.write(tensors(), metadata: ["format": "pt"], to: folder.weightsPath)
    try AtomicFile.write(tokenizer.text, to: "\(folder.path)/tokenizer.json")
    for (name, json) in [
      ("config.json", settings), ("generation_config.json", generation),
      ("tokenizer_config.json", tokenizerSettings),
    ] {
      try AtomicFile.write(json.text, to: "\(folder.path)/\(name)")
    }
  }

  private func tensors() -> [WrittenTensor] {
    let tied = model.configuration.tiedEmbeddings
    var tensors: [WrittenTensor] = []
    for entry in model.transformer.layout.entries {
      func add(_ name: String, _ shape: [Int]? = nil) {
        tensors.append(model.tensor(name, entry, shape: shape))
      }
      let place = BARTArchitecture.place(of: entry.name, tied: tied)
      add(place.names[0], entry.name == "output.bias" ? [1] + entry.shape : nil)
      // Where not all tables are one, Transformers takes each under its own name.
      if tied != .all, entry.name == "embedding.weight" {
        for name in BARTArchitecture.sharedTables[1...] { add(name) }
      } else if tied != .all, entry.name == "decoder.embedding.weight" {
        add(BARTArchitecture.sharedTables[0])
        if tied == .target { add("lm_head.weight") }
      }
    }
    if !model.configuration.hasOutputBias {
      let zeros = [Float](repeating: 0, count: model.configuration.vocabularySize)
      tensors.append(
        WrittenTensor(name: "final_logits_bias", shape: [1, zeros.count], type: .float32) {
          try zeros.withUnsafeBytes($0)
        })
    }
    return tensors
  }

  /// The begin mark, which no translation has, and which therefore may stand for padding.
  private var start: JSON { .number(Double(model.tokenizers.targetFrame.before[0])) }
  private var end: JSON { .number(Double(model.tokenizers.targetFrame.end)) }

  private var settings: JSON {
    let configuration = model.configuration
    func number(_ value: Int) -> JSON { .number(Double(value)) }
    return [
      "model_type": .string(architecture.rawValue),
      "architectures": [
        architecture == .marian ? "MarianMTModel" : "PegasusForConditionalGeneration"
      ],
      "is_encoder_decoder": true,
      "vocab_size": number(configuration.vocabularySize),
      "d_model": number(configuration.modelSize),
      "encoder_layers": number(configuration.encoderLayers),
      "decoder_layers": number(configuration.decoderLayers),
      "encoder_attention_heads": number(configuration.encoderHeads),
      "decoder_attention_heads": number(configuration.decoderHeads),
      "encoder_ffn_dim": number(configuration.encoderFeedForwardSize),
      "decoder_ffn_dim": number(configuration.decoderFeedForwardSize),
      "activation_function": .string(configuration.activation.rawValue),
      "max_position_embeddings": number(configuration.maximumPositions),
      "scale_embedding": .bool(configuration.scalesEmbeddings),
      "tie_word_embeddings": .bool(configuration.tiedEmbeddings == .all),
      // CTranslate2's converter asks for these two.
      "normalize_before": .bool(configuration.normalizesBefore),
      "normalize_embedding": .bool(configuration.hasEmbeddingNorm),
      "dropout": number(0),
      "attention_dropout": number(0),
      "activation_dropout": number(0),
      "dtype": "float32",
      "pad_token_id": start,
      "bos_token_id": start,
      "decoder_start_token_id": start,
      "eos_token_id": end,
      "forced_eos_token_id": nil,
    ]
  }

  private var generation: JSON {
    [
      "bos_token_id": start, "pad_token_id": start, "decoder_start_token_id": start,
      "eos_token_id": end, "forced_eos_token_id": nil, "bad_words_ids": [[start]],
      "renormalize_logits": true, "num_beams": 5, "length_penalty": 1,
      "max_length": .number(Double(model.configuration.maximumPositions)),
    ]
  }

  private var tokenizerSettings: JSON {
    let start = JSON.string(model.startName ?? "")
    return [
      "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": start, "pad_token": start,
      "eos_token": .string(model.endName), "clean_up_tokenization_spaces": false,
      "model_max_length": .number(Double(model.configuration.maximumPositions)),
    ]
  }

  /// The vocabulary's `tokenizer.json`, with the end mark added behind each sentence.
  private func tokenizerFile() throws -> JSON {
    let tokenizer = model.tokenizers.target
    guard tokenizer.format == .huggingFace, case .object(var members) = try tokenizer.fileJSON()
    else {
      throw model.unfit(.huggingface, "its vocabulary is no tokenizer.json")
    }
    let name = JSON.string(model.endName)
    let sentence: JSON = ["Sequence": ["id": "A", "type_id": 0]]
    let mark: JSON = ["SpecialToken": ["id": name, "type_id": 0]]
    let second: JSON = ["Sequence": ["id": "B", "type_id": 0]]
    let processor: JSON = [
      "type": "TemplateProcessing", "single": [sentence, mark],
      "pair": [sentence, second, mark],
      "special_tokens": .object([
        JSON.Member(model.endName, ["id": name, "ids": [end], "tokens": [name]])
      ]),
    ]
    if let place = members.firstIndex(where: { $0.name == "post_processor" }) {
      members[place].value = processor
    } else {
      members.append(JSON.Member("post_processor", processor))
    }
    return .object(members)
  }
}

extension BARTArchitecture {
  /// The class whose models have these layers: Marian for post-norm ones, Pegasus for pre-norm ones. The others'
  /// folders have vocabularies of their own, which are there already.
  fileprivate init?(of model: ModelConfiguration) {
    guard model.positionEmbeddings == .sinusoidal, model.positionFrequencies == .paper,
      model.positionOffset == 0, !model.hasEmbeddingNorm,
      model.normalizesBefore == model.hasFinalNorm
    else { return nil }
    self = model.normalizesBefore ? .pegasus : .marian
  }
}
