import Glibc

/// A token that may stand in the place of a mask.
public struct MaskCandidate: Sendable, Equatable {
  /// The token.
  public var token: Int32
  /// What it is written as.
  public var text: String
  /// How likely the model finds it, 0 to 1.
  public var probability: Double
}

extension EncoderModel {
  /// How a mask is written in texts: the name of the vocabulary's mask token.
  ///
  /// - Throws: ``InputError`` when the model has none, or does not predict masked tokens.
  public var mask: String {
    get throws { tokenizer.piece(try maskToken) }
  }

  private var maskToken: Int32 {
    get throws {
      guard model.maskedTokens != nil else {
        throw InputError(
          "\(Setting.model)", "the model does not predict masked tokens.",
          remedy: "Use one that 'train pretrain' made, or a BertForMaskedLM.")
      }
      return try tokenizer.maskToken
    }
  }

  /// The likeliest tokens for each mask of each text, the likeliest first.
  ///
  /// - Parameters:
  ///   - texts: With masks, spelled as ``mask``.
  ///   - best: How many tokens for each mask.
  ///   - threads: How many threads encode; they never change the result.
  /// - Returns: For each text its masks that lie within ``longestText``, in order.
  /// - Throws: ``InputError`` when the model does not predict masked tokens.
  public func fill(_ texts: [String], best: Int, threads: Int = 1) throws -> [[[MaskCandidate]]] {
    let (id, name) = (try maskToken, try mask)
    let tokens = mapConcurrently(texts, threads: threads) { text in
      // Text never becomes a control token, so the masks are put between the parts.
      let parts = text.split(separator: name, omittingEmptySubsequences: false).map(String.init)
      let first = Array(parts.map(tokenizer.encode).joined(separator: [id]))
      return (first: first, second: [Int32]?.none)
    }
    return map(tokens, threads: threads) { hidden, input, tape in
      (0..<input.tokens.count).map { number in
        let start = input.tokens.offsets[number]
        let rows = input.tokens[number].enumerated().filter { $0.element == id }
          .map { start + Int32($0.offset) }
        return rows.isEmpty ? [] : self.candidates(hidden, rows: rows, best: best, on: tape)
      }
    }
  }

  private func candidates(
    _ hidden: Variable, rows: [Int32], best: Int, on tape: Tape
  ) -> [[MaskCandidate]] {
    guard let head = model.maskedTokens else { return [] }
    let logits = tape.linear(head(hidden, rows: rows, on: tape), head.output).value
    return (0..<logits.rows).map { row in
      let values = logits.rows(row..<row + 1).values
      let highest = values.max() ?? 0
      let sum = values.reduce(0.0) { $0 + exp(Double($1 - highest)) }
      // Of equally likely tokens the one with the lower number comes first.
      let order = values.indices.filter { $0 < tokenizer.count }
        .sorted { (-values[$0], $0) < (-values[$1], $1) }
      return order.prefix(best).map { token in
        MaskCandidate(
          token: Int32(token), text: tokenizer.piece(Int32(token)),
          probability: exp(Double(values[token] - highest)) / sum)
      }
    }
  }
}
