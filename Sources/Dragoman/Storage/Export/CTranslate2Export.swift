/// A model as a folder of CTranslate2, in version 6 of its format and float32.
struct CTranslate2Export {
  private let model: ModelExport
  /// Tensors by CTranslate2's names.
  private var tensors: [String: WrittenTensor] = [:]
  private var numbers: [String: Number] = [:]
  private var aliases: [(name: String, of: String)] = []

  /// A variable that is one number.
  private enum Number {
    case flag(Bool)
    case byte(Int8)
    case short(Int16)
  }

  /// - Throws: ``InputError`` when CTranslate2 has no such layers.
  init(_ model: ModelExport) throws {
    self.model = model
    guard model.configuration.autoregression == .selfAttention else {
      throw model.unfit(.ctranslate2, "it has no decoder with a recurrence")
    }
    try model.refuseT5Layers(.ctranslate2)
    addParameters()
    addPositions()
    addNumbers()
  }

  private mutating func addParameters() {
    let model = model
    let architecture = CTranslate2Architecture(model.configuration)
    var places: [String: [(start: Int, entry: ParameterLayout.Entry)]] = [:]
    for entry in model.transformer.layout.entries where !entry.name.hasSuffix("positions.weight") {
      let place = architecture.place(of: entry.name)
      places[place.names[0], default: []].append((place.start ?? 0, entry))
    }
    for (name, parts) in places {
      let parts = parts.sorted { $0.start < $1.start }
      let first = parts[0].entry
      let rows = parts.reduce(0) { $0 + $1.entry.shape[0] }
      // Several are one below the other.
      add(name, [rows] + first.shape.dropFirst()) { append in
        for part in parts { try model.contents(of: part.entry)(append) }
      }
    }
    let (source, target) = ("encoder/embeddings_0/weight", "decoder/embeddings/weight")
    switch model.configuration.tiedEmbeddings {
    case .all: aliases += [(target, source), ("decoder/projection/weight", source)]
    case .embeddings: aliases.append((target, source))
    case .target: aliases.append(("decoder/projection/weight", target))
    case .none: break
    }
  }

  private mutating func add(
    _ name: String, _ shape: [Int], contents: @escaping WrittenTensor.Contents
  ) {
    tensors[name] = WrittenTensor(
      name: name, shape: shape, type: .float32, contents: contents)
  }

  /// Without a table CTranslate2 would count positions from 1.
  private mutating func addPositions() {
    let model = model
    let configuration = model.configuration
    let rows = configuration.positionOffset..<configuration.positionRows
    for stack in ["encoder", "decoder"] {
      let contents: WrittenTensor.Contents
      if let entry = model.transformer.layout.entries.first(where: {
        $0.name == "\(stack).positions.weight"
      }) {
        contents = model.contents(of: entry, rows: rows)
      } else if let sinusoids = model.transformer.sinusoids {
        contents = { append in
          for row in rows {
            let vector = UnsafeBufferPointer(
              start: sinusoids.vectors.row(row), count: sinusoids.vectors.columns)
            try append(UnsafeRawBufferPointer(vector))
          }
        }
      } else {
        continue
      }
      add(
        "\(stack)/position_encodings/encodings", [rows.count, configuration.modelSize],
        contents: contents)
    }
  }

  private mutating func addNumbers() {
    let configuration = model.configuration
    for (stack, heads) in [
      ("encoder", configuration.encoderHeads), ("decoder", configuration.decoderHeads),
    ] {
      numbers["\(stack)/num_heads"] = .short(Int16(clamping: heads))
      numbers["\(stack)/pre_norm"] = .flag(configuration.normalizesBefore)
      numbers["\(stack)/activation"] = .byte(
        CTranslate2Architecture.number(of: configuration.activation))
      numbers["\(stack)/multi_query_attention"] = .flag(false)
      numbers["\(stack)/scale_embeddings"] = .flag(configuration.scalesEmbeddings)
    }
    numbers["encoder/embeddings_merge"] = .flag(false)
    numbers["decoder/start_from_zero_embedding"] = .flag(model.startName == nil)
    numbers["decoder/alignment_layer"] = .short(-1)
    numbers["decoder/alignment_heads"] = .short(1)
  }

  // MARK: - Files

  /// - Throws: ``InputError`` when the folder cannot be written.
  func write(to folder: ModelFolder) throws {
    try folder.create()
    let contents = try CTranslate2Writer(path: "\(folder.path)/model.bin")
    try contents.begin(variables: tensors.count + numbers.count)
    for name in (Array(tensors.keys) + Array(numbers.keys)).sorted() {
      if let tensor = tensors[name] {
        try contents.add(tensor)
      } else {
        switch numbers[name] {
        case .flag(let value): try contents.add(name, Int8(value ? 1 : 0), type: 1)
        case .byte(let value): try contents.add(name, value, type: 1)
        case .short(let value): try contents.add(name, value, type: 2)
        case nil: break
        }
      }
    }
    try contents.end(aliases: aliases)
    try AtomicFile.write(settings.text, to: "\(folder.path)/config.json")
    try writeVocabularies(to: folder)
  }

  private var settings: JSON {
    let end = JSON.string(model.endName)
    let start = model.startName.map(JSON.string) ?? end
    let unknown = model.tokenizers.target.id(named: "<unk>") == nil ? start : "<unk>"
    return [
      "add_source_bos": false, "add_source_eos": true, "bos_token": start, "eos_token": end,
      "unk_token": unknown, "decoder_start_token": start,
      "layer_norm_epsilon": .number(model.configuration.layerNormEpsilon),
      "multi_query_attention": false,
    ]
  }

  private func writeVocabularies(to folder: ModelFolder) throws {
    let (source, target) = (model.tokenizers.source, model.tokenizers.target)
    func list(_ tokenizer: Tokenizer, _ side: String) throws {
      let names = JSON.array(tokenizer.names.map(JSON.string))
      try AtomicFile.write(names.text, to: "\(folder.path)/\(side)_vocabulary.json")
    }
    if model.tokenizers.isJoint {
      try list(target, "shared")
    } else {
      try list(source, "source")
      try list(target, "target")
    }
    let isPieces = target.format == .sentencePiece
    if model.tokenizers.isOneTokenizer {
      let name = isPieces ? "sentencepiece.model" : "tokenizer.json"
      return try target.save(to: "\(folder.path)/\(name)")
    }
    for (tokenizer, side) in [(source, "source"), (target, "target")] {
      let name = tokenizer.format == .sentencePiece ? "\(side).spm" : "\(side).tokenizer.json"
      try tokenizer.save(to: "\(folder.path)/\(name)")
    }
  }
}
