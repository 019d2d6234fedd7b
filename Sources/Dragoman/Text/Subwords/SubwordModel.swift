/// How words become pieces.
enum SubwordModel: Sendable {
  case bytePair(BytePairEncoder)
  case unigram(UnigramEncoder)
  case wordPiece(WordPieceEncoder)

  /// Memory that is reused from word to word, for one model.
  struct Workspace {
    fileprivate var cache = WordCache()
    fileprivate var bytePair = BytePairEncoder.Workspace()
    fileprivate var unigram = UnigramEncoder.Workspace()
    fileprivate var ends: [Int] = []
  }

  var vocabulary: Vocabulary {
    switch self {
    case .bytePair(let encoder): encoder.vocabulary
    case .unigram(let encoder): encoder.vocabulary
    case .wordPiece(let encoder): encoder.vocabulary
    }
  }

  /// Appends the pieces of words.
  func encode(
    _ words: [Range<Int>], of text: Span<UInt8>, appendingTo ids: inout [Int32],
    _ workspace: inout Workspace
  ) {
    for range in words {
      let word = text.extracting(range)
      guard let key = WordCache.Key(word) else {
        encode(word, appendingTo: &ids, &workspace)
        continue
      }
      if workspace.cache.append(key, to: &ids) { continue }
      let first = ids.count
      encode(word, appendingTo: &ids, &workspace)
      workspace.cache.keep(ids[first...], for: key)
    }
  }

  private func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    switch self {
    case .bytePair(let encoder): encoder.encode(word, appendingTo: &ids, &workspace.bytePair)
    case .unigram(let encoder):
      workspace.ends.removeAll(keepingCapacity: true)
      encoder.encode(word, appendingTo: &ids, ends: &workspace.ends, &workspace.unigram)
    case .wordPiece(let encoder):
      workspace.ends.removeAll(keepingCapacity: true)
      encoder.encode(word, appendingTo: &ids, ends: &workspace.ends)
    }
  }

  /// Appends the pieces of one word, and where each ends in it.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], ends: inout [Int],
    _ workspace: inout Workspace
  ) {
    switch self {
    case .bytePair(let encoder):
      let first = ids.count
      encoder.encode(word, appendingTo: &ids, &workspace.bytePair)
      encoder.appendEnds(of: ids[first...], in: word, to: &ends)
    case .unigram(let encoder):
      encoder.encode(word, appendingTo: &ids, ends: &ends, &workspace.unigram)
    case .wordPiece(let encoder): encoder.encode(word, appendingTo: &ids, ends: &ends)
    }
  }

  /// Appends pieces of one word that are drawn at random; the longest ones where the model draws none.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace,
    sampling: SubwordSampling, using generator: inout RandomStream
  ) {
    switch self {
    case .bytePair(let encoder):
      encoder.encode(
        word, appendingTo: &ids, &workspace.bytePair, dropout: sampling.dropout, using: &generator)
    case .unigram(let encoder):
      workspace.ends.removeAll(keepingCapacity: true)
      encoder.encode(
        word, appendingTo: &ids, ends: &workspace.ends, &workspace.unigram,
        alpha: Double(sampling.alpha), using: &generator)
    case .wordPiece: encode(word, appendingTo: &ids, &workspace)
    }
  }
}

/// How pieces are drawn at random in training, so that a model sees words split in many ways.
public struct SubwordSampling: Sendable, Equatable {
  /// For byte-pair encoding: the probability, 0 to 1, with which each possible merge is left out at
  /// each step (BPE-dropout, Provilkov et al. 2020).
  public var dropout: Float
  /// For unigram models: the power to which the probability of each way to split is raised; the less,
  /// the more alike are all ways (Kudo 2018, section 3.4, over all ways).
  public var alpha: Float

  /// The values that the papers recommend.
  public init(dropout: Float = 0.1, alpha: Float = 0.1) {
    self.dropout = dropout
    self.alpha = alpha
  }
}
