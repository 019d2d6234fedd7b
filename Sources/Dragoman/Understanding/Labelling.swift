import Glibc

extension EncoderModel {
  /// The classes that the model tells apart; empty where it knows none.
  public var classes: [String] { model.configuration.predictions.classes }

  /// Whether the model predicts a number for each text.
  public var predictsNumber: Bool { model.configuration.predictions.number }

  /// The tags of words that the model knows; empty where it knows none.
  public var tags: [String] { model.configuration.predictions.tags }

  /// How likely each class is for each text, or pair of texts.
  ///
  /// - Parameter threads: How many threads encode; they never change the result.
  /// - Returns: For each text a probability for each of ``classes``.
  /// - Throws: ``InputError`` when the model knows no classes.
  public func classify(
    _ texts: [(first: String, second: String?)], threads: Int = 1
  ) throws -> [[Double]] {
    guard !classes.isEmpty else { throw lacking("classes", "train classify") }
    return logits(of: texts, threads: threads).map(Self.probabilities)
  }

  /// The number of each text, or pair of texts.
  ///
  /// - Throws: ``InputError`` when the model predicts none.
  public func numbers(
    of texts: [(first: String, second: String?)], threads: Int = 1
  ) throws -> [Double] {
    guard predictsNumber else { throw lacking("numbers", "train classify --number") }
    return logits(of: texts, threads: threads).map { Double($0[0]) }
  }

  /// The likeliest tag of each word of each sentence. A label never splits a word: it is that of the word's first
  /// token.
  ///
  /// - Parameters:
  ///   - sentences: Their words.
  ///   - threads: How many threads encode; they never change the result.
  /// - Throws: ``InputError`` when the model knows no tags.
  public func tag(_ sentences: [[String]], threads: Int = 1) throws -> [[String]] {
    guard !tags.isEmpty else { throw lacking("tags", "train tag") }
    let parts = mapConcurrently(sentences, threads: threads) { words in
      WordTokens.parts(of: words, tokenizer, atMost: room.text)
    }
    let flat = parts.flatMap(\.self)
    let found = map(
      flat.map { (first: $0.tokens, second: [Int32]?.none) }, threads: threads
    ) { hidden, input, tape in
      // All tokens have logits, since which part an input is of is not known here; that is little work.
      let rows = Array(0..<Int32(input.tokens.ids.count))
      guard let logits = self.model.logits(hidden, of: input, rows: rows, on: tape)?.value else {
        return [[Int32]]()
      }
      let best = logits.largestColumns
      return (0..<input.tokens.count).map { sequence in
        // Without the marks.
        Array(
          best[
            Int(input.tokens.offsets[sequence]) + 1..<Int(input.tokens.offsets[sequence + 1]) - 1])
      }
    }
    var results = sentences.map { $0.map { _ in TaggedWords.outside } }
    var next = 0
    for (sentence, parts) in parts.enumerated() {
      for part in parts {
        for (word, place) in zip(part.words, part.places) {
          results[sentence][word] = tags[Int(found[next][Int(place)])]
        }
        next += 1
      }
    }
    return results
  }

  private func logits(
    of texts: [(first: String, second: String?)], threads: Int
  ) -> [[Float]] {
    let encoded = mapConcurrently(texts, threads: threads) { text in
      (first: tokenizer.encode(text.first), second: text.second.map(tokenizer.encode))
    }
    return map(encoded, threads: threads) { hidden, input, tape in
      guard let logits = self.model.logits(hidden, of: input, rows: [], on: tape)?.value else {
        return []
      }
      return (0..<logits.rows).map { logits.rows($0..<$0 + 1).values }
    }
  }

  private static func probabilities(_ logits: [Float]) -> [Double] {
    let highest = logits.max() ?? 0
    let powers = logits.map { exp(Double($0 - highest)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private func lacking(_ what: String, _ command: String) -> InputError {
    InputError(
      "\(Setting.model)", "the model knows no \(what).",
      remedy: "Use one that '\(command)' made.")
  }
}
