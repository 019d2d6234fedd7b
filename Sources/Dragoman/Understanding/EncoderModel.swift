import Synchronization

/// An encoder for understanding, ready to use: BERT, its weights and its vocabulary.
///
/// Results depend on neither the number of threads nor on what else is encoded at the same time. A model may
/// be used from any number of threads.
public final class EncoderModel: Sendable {
  package let model: BERT
  package let weights: Weights
  /// How text becomes tokens.
  public let tokenizer: Tokenizer
  let room: Room

  /// About so many tokens are encoded at a time by one thread.
  private static let tokensAtOnce = 256

  /// Reads a folder: one that Dragoman trained, or one of Transformers' BERT.
  ///
  /// - Parameter precision: How weights are kept.
  /// - Throws: ``InputError`` when a part is missing, damaged, or does not fit the others.
  public convenience init(_ folder: ModelFolder, precision: Precision) throws {
    let (model, weights) = try folder.loadPackedBERT(precision)
    try self.init(model, weights, folder.loadBERTTokenizer())
  }

  package init(_ model: BERT, _ weights: Weights, _ tokenizer: Tokenizer) throws {
    self.model = model
    self.weights = weights
    self.tokenizer = tokenizer
    room = Room(
      frame: try tokenizer.targetFrame, tokens: model.configuration.maximumPositions)
  }

  /// The width of the model, D.
  public var width: Int { model.configuration.width }

  /// The most tokens that a text may have; of longer ones the end is left out.
  public var longestText: Int { room.text }

  /// What a function makes of each text, or pair of texts, in order; several are encoded together, on several
  /// threads.
  ///
  /// - Parameter body: Receives the vectors of all tokens of some texts, [N, D], their input, and a tape; it
  ///   gives a result for each.
  package func map<Result: Sendable>(
    _ texts: [(first: [Int32], second: [Int32]?)], threads: Int,
    _ body: @Sendable (_ hidden: Variable, _ input: EncoderInput, _ tape: Tape) -> [Result]
  ) -> [Result] {
    let batches = batches(of: texts)
    let arenas = (0..<max(1, threads)).map { _ in ThreadArena() }
    let results = Mutex([[Result]](repeating: [], count: batches.count))
    forEachConcurrently(batches.count, threads: threads) { number, worker in
      let arena = arenas[worker].arena
      arena.reset()
      let tape = Tape(weights: weights, arena: arena)
      var input = EncoderInput()
      for text in texts[batches[number]] { room.append(text.first, text.second, to: &input) }
      let result = body(model(input, on: tape), input, tape)
      results.withLock { $0[number] = result }
    }
    return results.withLock { $0.flatMap(\.self) }
  }

  /// Which texts are encoded together.
  private func batches(of texts: [(first: [Int32], second: [Int32]?)]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var (start, tokens) = (0, 0)
    for (number, text) in texts.enumerated() {
      tokens += min(text.first.count + (text.second?.count ?? 0), longestText) + 2
      if tokens >= Self.tokensAtOnce || number == texts.count - 1 {
        batches.append(start..<number + 1)
        (start, tokens) = (number + 1, 0)
      }
    }
    return batches
  }

  /// An arena that one thread at a time uses.
  private final class ThreadArena: @unchecked Sendable {
    let arena = Arena()
  }
}
