/// How much memory the corpora of a run take.
struct CorpusMemory {
  private let text: Int
  private var tokens = 0
  /// Bytes that encoding takes for a while.
  private(set) var growth = 0

  /// Bytes that are kept, and a sixteenth that the allocator has between them.
  var kept: Int { (text + tokens) * 17 / 16 }

  /// Counts the lines of corpora.
  init(_ parts: [CorpusPart]) {
    text = parts.reduce(0) { $0 + $1.text.memory }
  }

  /// Estimates what their tokens will take.
  ///
  /// - Throws: ``InputError`` when the vocabulary lacks the tag of a corpus.
  mutating func addTokens(of parts: [CorpusPart], encoder: PairEncoder) throws {
    let estimate = try TokenizedCorpus.estimatedMemory(parts, encoder: encoder)
    tokens += estimate.kept
    growth = max(growth, estimate.growth)
  }

  /// How long the different words may be together from which a vocabulary is learned, in bytes.
  ///
  /// - Throws: ``InputError`` when the lines alone take more than the limit.
  func wordBytes(within limit: Int) throws -> Int {
    let left = limit - TrainingMemory.base - text
    guard left > 0 else {
      throw InputError(
        "\(Setting.memoryLimit)",
        "\(limit >> 20) MiB, but the text of the corpus takes \(Figures.mebibytes(text)), "
          + "and the program some beside.",
        remedy: "Give more, or fewer sentence pairs.")
    }
    return min(BytePairTrainer.Options().maximumWordBytes, left / Self.bytesOfWordByte)
  }

  /// Bytes of memory for each byte of a word, while pairs of neighbours are counted.
  private static let bytesOfWordByte = 40
}
