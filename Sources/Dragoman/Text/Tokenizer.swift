/// Turns text into the numbers that a model reads, and numbers back into text.
///
/// A tokenizer is a pipeline that a file describes: a ``Normalizer``, a splitter into words, a model of
/// subwords (byte-pair encoding, Sennrich et al. 2016, or unigrams, Kudo 2018), and a decoder for the
/// way back. Those which Dragoman trains have a piece for every byte: a character that has no piece is
/// spelled in bytes, so nothing is ever unknown, and `decode(encode(line))` is the normalised line for
/// any line at all.
///
/// Text never becomes a control token: `<s>` or `<0x41>` in a line are a few ordinary characters.
///
/// A tokenizer is immutable and may be used from any number of threads.
public struct Tokenizer: Sendable {
  private let pipeline: Pipeline
  /// What it was read from; `nil` for one that was trained.
  var file: TokenizerFile?

  /// Control tokens around the pieces of a line.
  public struct Frame: Sendable, Equatable {
    /// Those in front.
    public var before: [Int32] = []
    /// Those behind.
    public var after: [Int32] = []
  }

  /// What a tokenizer consists of. Tokenizers are copied far more often than made.
  private final class Pipeline: Sendable {
    let normalizer: Normalizer
    let preTokenizer: PreTokenizer
    let model: SubwordModel
    let decoder: PieceDecoder
    /// Found in the line as it is, and in the normalised line.
    let addedTokens: AddedTokens
    let normalizedTokens: AddedTokens
    let frame: Frame
    let marks: SentenceMarks?

    init(
      normalizer: Normalizer, preTokenizer: PreTokenizer, model: SubwordModel,
      decoder: PieceDecoder, addedTokens: AddedTokens, normalizedTokens: AddedTokens, frame: Frame,
      marks: SentenceMarks?
    ) {
      self.normalizer = normalizer
      self.preTokenizer = preTokenizer
      self.model = model
      self.decoder = decoder
      self.addedTokens = addedTokens
      self.normalizedTokens = normalizedTokens
      self.frame = frame
      self.marks = marks
    }
  }

  init(
    normalizer: Normalizer, preTokenizer: PreTokenizer, model: SubwordModel, decoder: PieceDecoder,
    addedTokens: AddedTokens = AddedTokens([]), normalizedTokens: AddedTokens = AddedTokens([]),
    frame: Frame = Frame(), marks: SentenceMarks?
  ) {
    pipeline = Pipeline(
      normalizer: normalizer, preTokenizer: preTokenizer, model: model, decoder: decoder,
      addedTokens: addedTokens, normalizedTokens: normalizedTokens, frame: frame,
      marks: marks)
  }

  /// A tokenizer as Dragoman trains them.
  init(
    normalizer: Normalizer, preTokenizer: PreTokenizer = .standard, vocabulary: Vocabulary,
    merges: [Merge]
  ) {
    self.init(
      normalizer: normalizer, preTokenizer: preTokenizer,
      model: .bytePair(BytePairEncoder(vocabulary: vocabulary, merges: merges)),
      decoder: .standard, marks: .own)
  }

  /// What is done to a line before it is split into pieces.
  public var normalizer: Normalizer { pipeline.normalizer }

  /// The control tokens that a model of this file expects before and after a line's pieces.
  public var frame: Frame { pipeline.frame }

  /// See ``marks``, which throws where there are none.
  var foundMarks: SentenceMarks? { pipeline.marks }

  var preTokenizer: PreTokenizer { pipeline.preTokenizer }

  var model: SubwordModel { pipeline.model }

  private var vocabulary: Vocabulary { model.vocabulary }

  /// How many pieces there are; identifiers are 0 ..< count.
  public var count: Int { vocabulary.count }

  /// The name of a piece: `▁` stands for a space, `<0x0A>` for a byte.
  ///
  /// - Parameter id: 0 ..< ``count``.
  public func piece(_ id: Int32) -> String {
    vocabulary.name(of: id)
  }

  /// The names of pieces, to be shown to people.
  public func pieces(of ids: some Sequence<Int32>) -> [String] {
    ids.map(piece)
  }

  /// The identifier of the piece with a name, control tokens included; `nil` when there is none.
  ///
  /// Looks through all pieces: for the few names that a program knows, not for text.
  public func id(named name: String) -> Int32? {
    (0..<Int32(count)).first { piece($0).utf8.elementsEqual(name.utf8) }
  }

  /// The pieces of one line, without any control token; none for a line that normalises to nothing.
  public func encode(_ line: String) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(line.utf8.count / 2)
    var workspace = SubwordModel.Workspace()
    forEachPart(of: line, isTracked: false) { part in
      switch part {
      case .words(let words, let text):
        pipeline.model.encode(words, of: text.bytes.span, appendingTo: &ids, &workspace)
      case .token(let id, _): ids.append(id)
      }
    }
    return ids
  }

  /// The pieces of one line, drawn at random; the same generator gives the same pieces.
  package func encode(
    _ line: String, sampling: SubwordSampling, using generator: inout RandomStream
  ) -> [Int32] {
    var ids: [Int32] = []
    var workspace = SubwordModel.Workspace()
    forEachPart(of: line, isTracked: false) { part in
      switch part {
      case .words(let words, let text):
        for word in words {
          pipeline.model.encode(
            text.bytes.span.extracting(word), appendingTo: &ids, &workspace, sampling: sampling,
            using: &generator)
        }
      case .token(let id, _): ids.append(id)
      }
    }
    return ids
  }

  /// A piece and where it is from.
  public struct AlignedPiece: Sendable, Equatable {
    /// The piece.
    public var id: Int32
    /// The bytes of the line, in UTF-8, that the piece stands for: whole characters, with all that
    /// normalisation made the piece of. Empty for what no character became.
    public var source: Range<Int>
  }

  /// The pieces that ``encode(_:)`` gives, with the part of the line that each is from.
  ///
  /// A piece covers the white space before its word, and pieces for the bytes of one character cover
  /// that character each. Text that normalisation removes belongs to no piece.
  public func encodeWithOffsets(_ line: String) -> [AlignedPiece] {
    var pieces: [AlignedPiece] = []
    var workspace = SubwordModel.Workspace()
    var ids: [Int32] = []
    var ends: [Int] = []
    forEachPart(of: line, isTracked: true) { part in
      switch part {
      case .words(let words, let text):
        for word in words {
          ids.removeAll(keepingCapacity: true)
          ends.removeAll(keepingCapacity: true)
          pipeline.model.encode(
            text.bytes.span.extracting(word), appendingTo: &ids, ends: &ends, &workspace)
          var start = word.lowerBound
          for (id, end) in zip(ids, ends) {
            let end = word.lowerBound + end
            let origin = text.origin(of: start..<end)
            pieces.append(
              AlignedPiece(id: id, source: Int(origin.lowerBound)..<Int(origin.upperBound)))
            start = end
          }
        }
      case .token(let id, let origin):
        pieces.append(AlignedPiece(id: id, source: Int(origin.lowerBound)..<Int(origin.upperBound)))
      }
    }
    return pieces
  }

  private enum Part {
    case words([Range<Int>], of: AlignedText)
    case token(Int32, Range<Int32>)
  }

  /// Takes a line through the pipeline up to the words.
  private func forEachPart(of line: String, isTracked: Bool, _ body: (Part) -> Void) {
    var line = line
    line.withUTF8 { utf8 in
      for (range, id) in pipeline.addedTokens.parts(of: utf8.span) {
        if let id {
          body(.token(id, Int32(clamping: range.lowerBound)..<Int32(clamping: range.upperBound)))
          continue
        }
        var text = AlignedText(
          utf8.span.extracting(range), at: range.lowerBound, isTracked: isTracked)
        pipeline.normalizer.apply(to: &text)
        guard !pipeline.normalizedTokens.isEmpty else {
          let words = pipeline.preTokenizer.words(of: &text, isAtStart: range.lowerBound == 0)
          body(.words(words, of: text))
          continue
        }
        for (inner, id) in pipeline.normalizedTokens.parts(of: text.bytes.span) {
          if let id {
            body(.token(id, text.origin(of: inner)))
          } else {
            var part = text.part(inner)
            let isAtStart = range.lowerBound == 0 && inner.lowerBound == 0
            let words = pipeline.preTokenizer.words(of: &part, isAtStart: isAtStart)
            body(.words(words, of: part))
          }
        }
      }
    }
  }

  /// The text of pieces: normalised text for what ``encode(_:)`` gave.
  ///
  /// Control tokens are skipped. In a run of byte pieces that is not UTF-8, which only a model can
  /// write, each byte becomes U+FFFD.
  ///
  /// - Parameter ids: Each in 0 ..< ``count``.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    let pieces = ids.filter { vocabulary.kind(of: $0) != .control }
    return pipeline.decoder.text(of: pieces.map { Array(piece($0).utf8) })
  }
}
