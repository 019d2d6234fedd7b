import Synchronization

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
  let pipeline: Pipeline
  /// What it was read from; `nil` for one that was trained.
  var file: TokenizerFile?

  /// What a tokenizer consists of. Tokenizers are copied far more often than made.
  final class Pipeline: Sendable {
    let normalizer: Normalizer
    let preTokenizer: PreTokenizer
    let model: SubwordModel
    let decoder: PieceDecoder
    /// Found in the line as it is, and in the normalised line.
    let addedTokens: AddedTokens
    let normalizedTokens: AddedTokens
    let frame: SentenceFrame?
    /// The tokens by their identifiers.
    let tokens: Vocabulary
    /// The identifier of each piece of the model; `nil` where it is the piece's number.
    let identifiers: [Int32]?
    /// Memory of encoding, that of lines which are done.
    let idle = Mutex<[Workspace]>([])

    init(
      normalizer: Normalizer, preTokenizer: PreTokenizer, model: SubwordModel,
      decoder: PieceDecoder, addedTokens: AddedTokens, normalizedTokens: AddedTokens,
      frame: SentenceFrame?, tokens: Vocabulary, identifiers: [Int32]?
    ) {
      self.normalizer = normalizer
      self.preTokenizer = preTokenizer
      self.model = model
      self.decoder = decoder
      self.addedTokens = addedTokens
      self.normalizedTokens = normalizedTokens
      self.frame = frame
      self.tokens = tokens
      self.identifiers = identifiers
    }

    /// The same with other identifiers; see ``Tokenizer/numbered(_:controls:place:)``.
    func numbered(_ tokens: Vocabulary, _ identifiers: [Int32]) -> Pipeline {
      Pipeline(
        normalizer: normalizer, preTokenizer: preTokenizer, model: model, decoder: decoder,
        addedTokens: addedTokens, normalizedTokens: normalizedTokens, frame: nil, tokens: tokens,
        identifiers: identifiers)
    }
  }

  init(_ pipeline: Pipeline, file: TokenizerFile?) {
    self.pipeline = pipeline
    self.file = file
  }

  init(
    normalizer: Normalizer, preTokenizer: PreTokenizer, model: SubwordModel, decoder: PieceDecoder,
    addedTokens: AddedTokens = AddedTokens([]), normalizedTokens: AddedTokens = AddedTokens([]),
    frame: SentenceFrame?
  ) {
    pipeline = Pipeline(
      normalizer: normalizer, preTokenizer: preTokenizer, model: model, decoder: decoder,
      addedTokens: addedTokens, normalizedTokens: normalizedTokens, frame: frame,
      tokens: model.vocabulary, identifiers: nil)
  }

  /// A tokenizer as Dragoman trains them.
  init(
    normalizer: Normalizer, preTokenizer: PreTokenizer = .standard, vocabulary: Vocabulary,
    merges: [Merge]
  ) {
    self.init(
      normalizer: normalizer, preTokenizer: preTokenizer,
      model: .bytePair(BytePairEncoder(vocabulary: vocabulary, merges: merges)),
      decoder: .standard, frame: .own)
  }

  /// What is done to a line before it is split into pieces.
  public var normalizer: Normalizer { pipeline.normalizer }

  /// See ``targetFrame``, which throws where there is none.
  var foundFrame: SentenceFrame? { pipeline.frame }

  var preTokenizer: PreTokenizer { pipeline.preTokenizer }

  var model: SubwordModel { pipeline.model }

  private var vocabulary: Vocabulary { pipeline.tokens }

  /// How many pieces there are; identifiers are 0 ..< count.
  public var count: Int { vocabulary.count }

  /// The name of a piece: `▁` stands for a space, `<0x0A>` for a byte.
  ///
  /// - Parameter id: 0 ..< ``count``.
  public func piece(_ id: Int32) -> String {
    vocabulary.name(of: id)
  }

  /// The names of all pieces, by identifier.
  var names: [String] { (0..<Int32(count)).map(piece) }

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
