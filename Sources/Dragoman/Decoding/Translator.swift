/// A model that translates text.
///
/// The same line always gives the same translation, whatever lines it is translated with, in whatever
/// batches and on however many threads.
public final class Translator: Sendable {
  private let tokenizer: Tokenizer
  private let scheduler: Scheduler

  /// Loads a model.
  ///
  /// - Parameter precision: How weights are kept.
  /// - Throws: ``InputError`` when a part of the folder is missing, damaged, or does not fit the rest.
  public convenience init(_ folder: ModelFolder, precision: Precision = .int8) throws {
    let (transformer, weights) = try folder.loadForDecoding(precision)
    let tokenizer = try Tokenizer(contentsOf: folder.tokenizerPath)
    guard tokenizer.count == transformer.configuration.vocabularySize else {
      throw InputError(
        folder.tokenizerPath,
        "\(tokenizer.count) tokens, but the model has \(transformer.configuration.vocabularySize).",
        remedy: "Use the files of one model together.")
    }
    self.init(transformer, weights, tokenizer)
  }

  /// Takes a model whose weights are packed for decoding.
  package init(_ transformer: Transformer, _ weights: Weights, _ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    scheduler = Scheduler(transformer, weights)
  }

  /// Translates lines, each a sentence of its own.
  ///
  /// - Parameters:
  ///   - lines: Any number of them; a blank one has an empty translation.
  ///   - options: How to search.
  ///   - place: The file the lines are from, for errors.
  ///   - firstLine: The number of the first in that file.
  ///   - progress: Is told how many lines are done, from any thread.
  /// - Returns: A translation for each line.
  /// - Throws: ``InputError`` when a line has more tokens than the model can hold.
  public func translate(
    _ lines: [String], options: DecodingOptions, place: String = "input", firstLine: Int = 1,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [String] {
    let limit = scheduler.transformer.configuration.maximumPositions
    var sources: [[Int32]] = []
    for (index, line) in lines.enumerated() {
      let tokens = tokenizer.encode(line) + [Tokenizer.endID]
      guard tokens.count <= limit else {
        throw InputError(
          "\(place):\(firstLine + index)",
          "\(tokens.count) tokens, but the model holds \(limit).",
          remedy: "Put each sentence on a line of its own.")
      }
      sources.append(tokens)
    }
    return scheduler.translate(
      sources.map { SearchTask(source: $0) }, options: options, progress: progress
    ).map {
      tokenizer.decode($0.first?.tokens ?? []).onOneLine
    }
  }
}

extension String {
  /// The text with a space for each line feed: a model may write any byte, and a line must stay one.
  fileprivate var onOneLine: String {
    String(decoding: utf8.map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
  }
}
