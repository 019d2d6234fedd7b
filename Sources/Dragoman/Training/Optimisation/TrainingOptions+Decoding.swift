extension TrainingOptions {
  /// Reads options. One that is missing, because the run was begun before it existed, has its default.
  public init(from decoder: any Swift.Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.seed, into: &seed)
    try fields.read(.batchTokens, into: &batchTokens)
    try fields.read(.learningRate, into: &learningRate)
    try fields.read(.warmup, into: &warmup)
    try fields.read(.beta1, into: &beta1)
    try fields.read(.beta2, into: &beta2)
    try fields.read(.epsilon, into: &epsilon)
    try fields.read(.clipNorm, into: &clipNorm)
    try fields.read(.labelSmoothing, into: &labelSmoothing)
    try fields.read(.dropout, into: &dropout)
    try fields.read(.attentionDropout, into: &attentionDropout)
    try fields.read(.activationDropout, into: &activationDropout)
    try fields.read(.wordDropout, into: &wordDropout)
    try fields.read(.subwordDropout, into: &subwordDropout)
    try fields.read(.recasing, into: &recasing)
    try fields.read(.consistency, into: &consistency)
    try fields.read(.guidedAlignment, into: &guidedAlignment)
    try fields.read(.averageDecay, into: &averageDecay)
    try fields.read(.averagedCheckpoints, into: &averagedCheckpoints)
    try fields.read(.precision, into: &precision)
    try fields.read(.maximumLength, into: &maximumLength)
    try fields.read(.shardTokens, into: &shardTokens)
  }
}
