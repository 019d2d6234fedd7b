extension ModelConfiguration {
  /// Reads a configuration. Sizes must be there; whatever else a file lacks, because it was written before
  /// the key existed, is what all models were then.
  public init(from decoder: any Swift.Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(.tiny, vocabularySize: try fields.decode(Int.self, forKey: .vocabularySize))
    modelSize = try fields.decode(Int.self, forKey: .modelSize)
    encoderLayers = try fields.decode(Int.self, forKey: .encoderLayers)
    decoderLayers = try fields.decode(Int.self, forKey: .decoderLayers)
    encoderHeads = try fields.decode(Int.self, forKey: .encoderHeads)
    decoderHeads = try fields.decode(Int.self, forKey: .decoderHeads)
    encoderFeedForwardSize = try fields.decode(Int.self, forKey: .encoderFeedForwardSize)
    decoderFeedForwardSize = try fields.decode(Int.self, forKey: .decoderFeedForwardSize)
    (normalizesBefore, hasFinalNorm) = (false, false)
    try fields.read(.sourceVocabularySize, into: &sourceVocabularySize)
    try fields.read(.activation, into: &activation)
    try fields.read(.normalizesBefore, into: &normalizesBefore)
    try fields.read(.hasFinalNorm, into: &hasFinalNorm)
    try fields.read(.hasEmbeddingNorm, into: &hasEmbeddingNorm)
    try fields.read(.autoregression, into: &autoregression)
    try fields.read(.positionEmbeddings, into: &positionEmbeddings)
    try fields.read(.positionFrequencies, into: &positionFrequencies)
    try fields.read(.positionOffset, into: &positionOffset)
    try fields.read(.maximumPositions, into: &maximumPositions)
    try fields.read(.scalesEmbeddings, into: &scalesEmbeddings)
    try fields.read(.tiedEmbeddings, into: &tiedEmbeddings)
    try fields.read(.hasOutputBias, into: &hasOutputBias)
    try fields.read(.layerNormEpsilon, into: &layerNormEpsilon)
  }
}
