/// What of an encoder's vectors stands for a whole text.
public enum Pooling: String, CaseIterable, Sendable {
  /// The mean of all tokens' vectors, marks included (Reimers & Gurevych 2019).
  case mean
  /// The pooler's: the tanh of an affine map of the first token's vector (Devlin et al. 2019).
  case pooler
  /// The vector of the first token, the begin mark.
  case first
}

extension EncoderModel {
  /// A vector for each text.
  ///
  /// - Parameters:
  ///   - pooling: What stands for a text.
  ///   - isNormalized: Whether vectors are brought to length 1, so that their product is their cosine.
  ///   - threads: How many threads encode; they never change the result.
  /// - Returns: ``width`` numbers a text.
  /// - Throws: ``InputError`` when the model has no pooler, but that is asked for.
  public func embeddings(
    of texts: [String], pooling: Pooling = .mean, isNormalized: Bool = false, threads: Int = 1
  ) throws -> [[Float]] {
    if pooling == .pooler, model.pooler == nil {
      throw InputError(
        "\(Setting.pooling) pooler", "the model has no pooler.",
        remedy: "Choose \(Setting.pooling) mean or first.")
    }
    let encoded = mapConcurrently(texts, threads: threads) { text in
      (first: tokenizer.encode(text), second: [Int32]?.none)
    }
    return map(encoded, threads: threads) { hidden, input, tape in
      let pooled =
        switch pooling {
        case .mean: tape.means(hidden, offsets: input.tokens.offsets)
        case .pooler: self.model.sequences(hidden, of: input, on: tape)
        case .first: tape.rows(hidden, at: input.firstRows)
        }
      return (0..<pooled.value.rows).map { number in
        let vector = pooled.value.rows(number..<number + 1).values
        return isNormalized ? Self.normalized(vector) : vector
      }
    }
  }

  private static func normalized(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
