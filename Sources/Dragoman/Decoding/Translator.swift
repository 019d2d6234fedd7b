import Synchronization

/// A model that translates text.
///
/// The same line always gives the same translation, whatever lines it is translated with, in whatever
/// batches and on however many threads.
public final class Translator: Sendable {
  private let transformer: Transformer
  private let weights: Weights
  private let tokenizer: Tokenizer
  /// Memory of searches that are over, for the next ones.
  private let arenas = Mutex<[UncheckedArena]>([])

  /// Loads a model.
  ///
  /// - Throws: ``InputError`` when a part of the folder is missing, damaged, or does not fit the rest.
  public convenience init(_ folder: ModelFolder) throws {
    let (transformer, weights) = try folder.loadModel()
    let tokenizer = try Tokenizer(contentsOf: folder.tokenizerPath)
    guard tokenizer.count == transformer.configuration.vocabularySize else {
      throw InputError(
        folder.tokenizerPath,
        "\(tokenizer.count) tokens, but the model has \(transformer.configuration.vocabularySize).",
        remedy: "Use the files of one model together.")
    }
    self.init(transformer, weights, tokenizer)
  }

  /// Takes a model as it is now; later changes of the weights are not seen.
  package init(_ transformer: Transformer, _ weights: Weights, _ tokenizer: Tokenizer) {
    self.transformer = transformer
    self.weights = weights.packedForDecoding()
    self.tokenizer = tokenizer
  }

  /// Translates lines, each a sentence of its own.
  ///
  /// - Parameters:
  ///   - lines: Any number of them; a blank one has an empty translation.
  ///   - firstLine: The number of the first, and `place` the file it is from, for errors.
  ///   - progress: Is told how many lines are done, from any thread.
  /// - Returns: A translation for each line.
  /// - Throws: ``InputError`` when a line has more tokens than the model can hold.
  public func translate(
    _ lines: [String], options: DecodingOptions, place: String = "input", firstLine: Int = 1,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [String] {
    var sources: [[Int32]] = []
    for (index, line) in lines.enumerated() {
      let tokens = tokenizer.encode(line) + [Tokenizer.endID]
      guard tokens.count <= transformer.configuration.maximumPositions else {
        throw InputError(
          "\(place):\(firstLine + index)",
          "\(tokens.count) tokens, but the model holds \(transformer.configuration.maximumPositions).",
          remedy: "Put each sentence on a line of its own.")
      }
      sources.append(tokens)
    }
    return translate(sources, options: options, progress: progress).map {
      tokenizer.decode($0.first?.tokens ?? []).onOneLine
    }
  }

  /// Translates tokens, end mark included; a source that has nothing else has no hypothesis.
  ///
  /// Sentences of like length go together, longest first, so that the last batches are short ones
  /// and no thread waits long for another.
  package func translate(
    _ sources: [[Int32]], options: DecodingOptions, progress: @Sendable (Int) -> Void = { _ in }
  ) -> [[Hypothesis]] {
    let order = sources.indices.filter { sources[$0].count > 1 }.sorted {
      (sources[$1].count, $0) < (sources[$0].count, $1)
    }
    let batches = stride(from: 0, to: order.count, by: options.batchSize).map {
      order[$0..<min($0 + options.batchSize, order.count)]
    }
    let search = BeamSearch(
      transformer: transformer, weights: weights, options: options, beginID: Tokenizer.beginID,
      endID: Tokenizer.endID)
    let results = Mutex(Array<[Hypothesis]>(repeating: [], count: sources.count))
    forEachConcurrently(batches.count, threads: options.threads) { index, _ in
      let arena = arenas.withLock { $0.popLast() } ?? UncheckedArena()
      let batch = batches[index]
      let found = search.search(RaggedTokens(batch.map { sources[$0] }), arena: arena.arena)
      results.withLock { results in
        for (sentence, hypotheses) in zip(batch, found) { results[sentence] = hypotheses }
      }
      arenas.withLock { $0.append(arena) }
      progress(batch.count)
    }
    return results.withLock { $0 }
  }
}

extension String {
  /// The text with a space for each line feed: a model may write any byte, and a line must stay one.
  fileprivate var onOneLine: String {
    String(decoding: utf8.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
  }
}

/// An arena on its way from one thread to the next, in use by none.
private struct UncheckedArena: @unchecked Sendable {
  let arena = Arena()
}
