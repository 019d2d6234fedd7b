extension BERTConfiguration {
  /// Reads a configuration. Sizes must be there; whatever else a file lacks is as in BERT.
  public init(from decoder: any Swift.Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      vocabularySize: try fields.decode(Int.self, forKey: .vocabularySize),
      width: try fields.decode(Int.self, forKey: .width),
      layers: try fields.decode(Int.self, forKey: .layers),
      heads: try fields.decode(Int.self, forKey: .heads),
      feedForwardWidth: try fields.decode(Int.self, forKey: .feedForwardWidth))
    try fields.read(.activation, into: &activation)
    try fields.read(.maximumPositions, into: &maximumPositions)
    try fields.read(.tokenTypes, into: &tokenTypes)
    try fields.read(.layerNormEpsilon, into: &layerNormEpsilon)
    try fields.read(.predictions, into: &predictions)
    try fields.read(.normalizesBefore, into: &normalizesBefore)
    try fields.read(.hasFinalNorm, into: &hasFinalNorm)
    try fields.read(.hasEmbeddingNorm, into: &hasEmbeddingNorm)
    try fields.read(.positionEmbeddings, into: &positionEmbeddings)
    try fields.read(.scalesEmbeddings, into: &scalesEmbeddings)
  }
}

extension BERTConfiguration.Predictions {
  /// Reads what a model predicts; nothing else than what is named.
  public init(from decoder: any Swift.Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.sequence, into: &sequence)
    try fields.read(.tokens, into: &tokens)
    try fields.read(.nextSentence, into: &nextSentence)
    try fields.read(.classes, into: &classes)
    try fields.read(.tags, into: &tags)
    try fields.read(.number, into: &number)
  }
}
