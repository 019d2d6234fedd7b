/// How much memory the corpora of a run take.
struct CorpusMemory {
  private let text: Int
  private let tokens: Int

  /// - Parameters:
  ///   - text: Bytes of the lines.
  ///   - tokens: Bytes of the tokens, and of the order of an epoch; 0 while there are none.
  init(text: Int, tokens: Int = 0) {
    self.text = text
    self.tokens = tokens
  }

  /// Bytes that are kept, and a sixteenth that the allocator has between them.
  var kept: Int { (text + tokens) * 17 / 16 }

  /// How long the different words may be together from which a vocabulary is learned, in bytes.
  ///
  /// - Throws: ``InputError`` when the lines alone take more than the limit.
  func wordBytes(within limit: Int) throws -> Int {
    let left = limit - TrainingMemory.base - text
    guard left > 0 else {
      throw InputError(
        "\(Setting.memoryLimit)",
        "\(limit >> 20) MiB, but the program takes \(Figures.mebibytes(TrainingMemory.base)) alone"
          + (text == 0 ? "." : ", and the text of the corpus \(Figures.mebibytes(text))."),
        remedy: "Give more.")
    }
    return min(BytePairTrainer.Options().maximumWordBytes, left / Self.bytesOfWordByte)
  }

  /// Bytes of memory for each byte of a word, while pairs of neighbours are counted.
  private static let bytesOfWordByte = 40
}
