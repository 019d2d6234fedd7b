import Glibc

/// The vocabulary of a BERT folder: `tokenizer.json`, which says all, or `vocab.txt`, of which
/// `tokenizer_config.json` says how text is brought into form.
struct BERTTokens {
  private let folder: String
  private let settings: HuggingFaceSettings

  init(_ folder: String, _ settings: HuggingFaceSettings) {
    self.folder = folder
    self.settings = settings
  }

  func tokenizer() throws -> Tokenizer {
    let tokenizer = try read()
    let expected = try settings.integer("vocab_size")
    // Embeddings may have rows more, to make their number a round one.
    guard tokenizer.count <= expected else {
      throw InputError(
        settings.place,
        "vocab_size is \(expected), but the vocabulary has \(tokenizer.count) tokens.",
        remedy: "Use the files of one model together.")
    }
    return tokenizer
  }

  private func read() throws -> Tokenizer {
    let (complete, pieces) = ("\(folder)/tokenizer.json", "\(folder)/vocab.txt")
    if access(complete, F_OK) == 0 { return try Tokenizer(contentsOf: complete) }
    guard access(pieces, F_OK) == 0 else {
      throw InputError(
        folder, "has no vocabulary: neither tokenizer.json nor vocab.txt.",
        remedy: "Download the whole folder of the model.")
    }
    return try WordPieceFile(path: pieces).tokenizer(normalizer())
  }

  private func normalizer() throws -> BERTNormalizer {
    guard let options = try HuggingFaceSettings("\(folder)/tokenizer_config.json") else {
      return BERTNormalizer()
    }
    let lowercases = try options.bool("do_lower_case", absent: true)
    return BERTNormalizer(
      separatesIdeographs: try options.bool("tokenize_chinese_chars", absent: true),
      removesAccents: try options.bool("strip_accents", absent: lowercases),
      lowercases: lowercases)
  }
}
