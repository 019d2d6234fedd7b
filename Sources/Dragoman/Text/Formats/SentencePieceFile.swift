/// A model of SentencePiece (`.model`), as its `sentencepiece_model.proto` defines it.
///
/// The tokenizer gives the identifiers that SentencePiece 0.2 gives, and decodes as it does.
struct SentencePieceFile {
  /// `ModelProto.SentencePiece.Type`.
  private enum Kind: Int {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  private struct Piece {
    var name = ""
    var score: Float = 0
    var kind = Kind.normal
  }

  /// `TrainerSpec.ModelType`.
  private enum Model: Int {
    case unigram = 1
    case bytePair, word, character
  }

  private let place: String
  private var pieces: [Piece] = []
  private var modelType = Model.unigram.rawValue
  private var fallsBack = false
  private var unknownText = " \u{2047} "
  private var beginName = "<s>"
  private var endName = "</s>"
  private var normalizer = SentencePieceNormalizer()

  /// - Throws: ``InputError`` when the bytes are no such model.
  init(_ bytes: UnsafeBufferPointer<UInt8>, place: String) throws {
    self.place = place
    var reader = ProtobufReader(bytes[...], place: place)
    while let (field, value) = try reader.next() {
      guard let message = value.bytes else { continue }
      switch field {
      case 1: pieces.append(try piece(message))
      case 2: try readTrainer(message)
      case 3: try readNormalizer(message)
      case 5: try refuseDenormalizer(message)
      default: break
      }
    }
    guard !pieces.isEmpty else {
      throw InputError(
        place, "has no pieces.", remedy: "Give a SentencePiece model, or a tokenizer.json.")
    }
  }

  private func piece(_ message: Slice<UnsafeBufferPointer<UInt8>>) throws -> Piece {
    var piece = Piece()
    var reader = ProtobufReader(message, place: place)
    func fault(_ problem: String) -> InputError {
      InputError(place, "piece \(pieces.count) \(problem).")
    }
    while let (field, value) = try reader.next() {
      switch field {
      case 1:
        guard let name = value.string else { throw fault("has a name that is not UTF-8") }
        piece.name = name
      case 2:
        guard let score = value.float, score.isFinite else {
          throw fault("has a score that is not a number")
        }
        piece.score = score
      case 3:
        guard let kind = value.integer.flatMap(Kind.init) else {
          throw fault("is of no known type")
        }
        piece.kind = kind
      default: break
      }
    }
    guard (1...Vocabulary.longestPiece).contains(piece.name.utf8.count) else {
      throw fault("has \(piece.name.utf8.count) bytes, expected 1 to \(Vocabulary.longestPiece)")
    }
    return piece
  }

  private mutating func readTrainer(_ message: Slice<UnsafeBufferPointer<UInt8>>) throws {
    var reader = ProtobufReader(message, place: place)
    while let (field, value) = try reader.next() {
      switch field {
      case 3: modelType = value.integer ?? modelType
      case 24: normalizer.marksEnds = value.bool ?? false
      case 35: fallsBack = value.bool ?? false
      case 44: unknownText = value.string ?? unknownText
      case 46: beginName = value.string ?? beginName
      case 47: endName = value.string ?? endName
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ message: Slice<UnsafeBufferPointer<UInt8>>) throws {
    var reader = ProtobufReader(message, place: place)
    while let (field, value) = try reader.next() {
      switch field {
      case 2:
        guard let blob = value.bytes, !blob.isEmpty else { continue }
        guard let map = CharacterMap(blob) else {
          throw InputError(place, "precompiled_charsmap is cut short or damaged.")
        }
        normalizer.map = map
      case 3: normalizer.addsDummyPrefix = value.bool ?? true
      case 4: normalizer.removesExtraSpaces = value.bool ?? true
      case 5: normalizer.escapesSpaces = value.bool ?? true
      default: break
      }
    }
  }

  private func refuseDenormalizer(_ message: Slice<UnsafeBufferPointer<UInt8>>) throws {
    var reader = ProtobufReader(message, place: place)
    while let (field, value) = try reader.next() {
      guard field != 2 || value.bytes?.isEmpty == true else {
        throw InputError(place, "denormalizer_spec has rules, which Dragoman does not support.")
      }
    }
  }

  // MARK: - The tokenizer

  /// - Throws: ``InputError`` naming what is wrong with the pieces.
  func tokenizer() throws -> Tokenizer {
    let vocabulary = try vocabulary()
    var normalizer = normalizer
    for (id, piece) in pieces.enumerated() where piece.kind == .userDefined {
      normalizer.fixedStrings.insert(Array(piece.name.utf8).span, number: Int32(id))
    }
    let model: SubwordModel
    switch Model(rawValue: modelType) {
    case .unigram: model = .unigram(unigram(vocabulary))
    case .bytePair: model = .bytePair(try bytePair(vocabulary, merges(vocabulary)))
    case .character: model = .bytePair(try bytePair(vocabulary, ([], [])))
    case .word, nil:
      throw InputError(
        place, "model_type is \(modelType), which Dragoman does not support.",
        remedy: "Train one of type unigram or bpe.")
    }
    let isSplit = normalizer.escapesSpaces && piecesKeepWithinWords(vocabulary)
    let decoder = SentencePieceDecoder(
      unknownName: pieces.first { $0.kind == .unknown }?.name ?? "", unknownText: unknownText,
      dropsFirstSpace: normalizer.addsDummyPrefix || normalizer.removesExtraSpaces,
      dropsAllFirstSpaces: normalizer.removesExtraSpaces)
    return Tokenizer(
      normalizer: Normalizer(steps: [.sentencePiece(normalizer)]),
      // Sums of single precision depend on where they begin, so unigrams take the line as a whole.
      preTokenizer: PreTokenizer(
        steps: isSplit && modelType != Model.unigram.rawValue
          ? [.metaspace(.never, splits: true)] : []),
      model: model, decoder: PieceDecoder(steps: [.sentencePiece(decoder)]),
      frame: SentenceFrame(vocabulary, begin: [beginName], end: [endName]))
  }

  private func vocabulary() throws -> Vocabulary {
    var vocabulary = Vocabulary(spelling: normalizer.escapesSpaces ? .metaspace : .literal)
    var names = ByteStringTable()
    for (id, var piece) in pieces.enumerated() {
      let isNew = piece.name.withUTF8 { Int(names.insert($0.span)) == id }
      guard isNew else { throw InputError(place, "the piece \"\(piece.name)\" is there twice.") }
      switch piece.kind {
      case .normal, .userDefined: vocabulary.append(piece.name, .text)
      case .control: vocabulary.append(piece.name, .control)
      case .unused: vocabulary.append(piece.name, .unlisted)
      case .byte:
        guard Vocabulary.byte(named: piece.name) != nil else {
          throw InputError(place, "the piece \"\(piece.name)\" of type BYTE names no byte.")
        }
        vocabulary.append(piece.name, fallsBack ? .byte : .unlisted)
      case .unknown:
        guard vocabulary.unknownID == nil else {
          throw InputError(place, "two pieces are of type UNKNOWN.")
        }
        vocabulary.append(piece.name, .unknown)
      }
    }
    guard vocabulary.unknownID != nil else {
      throw InputError(place, "no piece is of type UNKNOWN.")
    }
    guard !fallsBack || !vocabulary.byteIDs.contains(-1) else {
      throw InputError(place, "byte_fallback is set, but not every byte has a piece.")
    }
    return vocabulary
  }

  private func unigram(_ vocabulary: Vocabulary) -> UnigramEncoder {
    let normal = pieces.filter { $0.kind == .normal }.map(\.score)
    var options = UnigramEncoder.Options(
      roundsToSingle: true, highest: Double(normal.max() ?? 0))
    for (id, piece) in pieces.enumerated() where piece.kind == .userDefined {
      options.fixed.insert(Int32(id))
    }
    return UnigramEncoder(
      vocabulary: vocabulary, scores: pieces.map { Double($0.score) },
      lowest: Double(normal.min() ?? 0), options: options)
  }

  private func bytePair(
    _ vocabulary: Vocabulary, _ merges: (merges: [Merge], order: [Int32])
  ) throws -> BytePairEncoder {
    guard !pieces.contains(where: { $0.kind == .unused }) else {
      throw InputError(
        place, "has pieces of type UNUSED, which Dragoman does not support in BPE models.")
    }
    var options = BytePairEncoder.Options()
    options.fusesUnknown = true
    for (id, piece) in pieces.enumerated() where piece.kind == .userDefined {
      options.fixedStrings.insert(vocabulary.text(of: Int32(id)).span, number: Int32(id))
    }
    return BytePairEncoder(
      vocabulary: vocabulary, merges: merges.merges, order: merges.order, options: options)
  }

  /// All ways to make a piece of two others. SentencePiece joins whatever gives a piece, the one with
  /// the highest score first.
  private func merges(_ vocabulary: Vocabulary) -> (merges: [Merge], order: [Int32]) {
    var trie = ByteTrie(minimumCapacity: 4 * pieces.count)
    let texts = (0..<Int32(vocabulary.count)).filter { vocabulary.kind(of: $0) == .text }
    for id in texts { trie.insert(vocabulary.text(of: id).span, number: id) }
    var found: [(merge: Merge, score: Float)] = []
    for id in texts {
      let text = vocabulary.text(of: id).span
      var node = ByteTrie.root
      for end in 0..<text.count - 1 {
        guard let next = trie.child(of: node, text[end]) else { break }
        node = next
        let left = trie.number(at: node)
        guard left >= 0, let right = vocabulary.id(of: text.extracting((end + 1)...)) else {
          continue
        }
        found.append((Merge(left: left, right: right, result: id), pieces[Int(id)].score))
      }
    }
    // A stable order, for equal scores give equal ranks.
    found.sort {
      ($1.score, $0.merge.result, $0.merge.left) < ($0.score, $1.merge.result, $1.merge.left)
    }
    var order: [Int32] = []
    for index in found.indices {
      let isTie = index > 0 && found[index - 1].score == found[index].score
      order.append(isTie ? order[index - 1] : Int32(index))
    }
    return (found.map(\.merge), order)
  }

  /// Whether no piece has a space but at its beginning, so that words can be taken one by one.
  private func piecesKeepWithinWords(_ vocabulary: Vocabulary) -> Bool {
    (0..<Int32(vocabulary.count)).allSatisfy {
      vocabulary.kind(of: $0) != .text || !vocabulary.text(of: $0).dropFirst().contains(0x20)
    }
  }
}
