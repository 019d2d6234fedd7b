import FoundationEssentials

/// A folder of a model as Marian itself writes it, or as Firefox has it: weights in `.npz` or `.bin` with the
/// settings inside, and vocabularies of SentencePiece (`.spm`) or lists of their pieces (`.yml`).
///
/// A `decoder.yml` says which files belong together. Where there is none, names do.
struct MarianFolder: StoredModel {
  private let folder: String
  private let weightsPath: String
  private let vocabularies: MarianVocabularies
  private let shortlist: MarianShortlist?

  /// - Returns: `nil` when there is no file of weights in either format.
  /// - Throws: ``InputError`` when it is not clear which files to take.
  init?(_ folder: String) throws {
    self.folder = folder
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let list = try MarianDecoderList(folder, names)
    let weights = (list?.models ?? names.filter(Self.isWeights)).filter(names.contains)
    guard let first = weights.first else { return nil }
    guard weights.count == 1 else {
      throw InputError(
        folder, "has several files of weights: \(weights.joined(separator: ", ")).",
        remedy:
          "Leave one there, or name one in decoder.yml; an ensemble is several \(Setting.model).")
    }
    weightsPath = "\(folder)/\(first)"
    vocabularies = MarianVocabularies(folder, names, listed: list?.vocabularies ?? [])
    shortlist = MarianShortlist(folder, names, listed: list?.shortlist)
  }

  /// Whether a file may be one of weights, by its name.
  private static func isWeights(_ name: String) -> Bool {
    (name.hasSuffix(".npz") && !name.hasSuffix(".optimizer.npz"))
      || (name.hasSuffix(".bin") && !name.hasPrefix("lex"))
  }

  func configuration() throws -> ModelConfiguration {
    try architecture(openTensors(weightsPath)).configuration
  }

  func weights(for configuration: ModelConfiguration) throws -> StoredWeights {
    let file = try openTensors(weightsPath)
    let architecture = MarianArchitecture(configuration)
    return StoredWeights(
      file, forbidden: try vocabularies.unknown().map { [$0] } ?? [],
      mayBeSurplus: { $0.hasSuffix("_QuantMultA") || $0.hasPrefix("special:") },
      place: { architecture.place(of: $0) { file[$0] != nil } })
  }

  func tokenizers() throws -> TokenizerPair {
    let configuration = try configuration()
    return try vocabularies.tokenizers(
      sizes: (
        configuration.sourceVocabularySize ?? configuration.vocabularySize,
        configuration.vocabularySize
      ))
  }

  func shortlist(for tokenizers: TokenizerPair) throws -> Shortlist? {
    try shortlist?.read(for: tokenizers)
  }

  private func architecture(_ file: any TensorSource) throws -> MarianArchitecture {
    guard let text = try file.text(MarianSettings.tensor) else {
      throw InputError(
        file.path, "has no settings (\(MarianSettings.tensor)), which every model of Marian has.",
        remedy:
          "Give the folder of a model that Dragoman, Marian or Hugging Face's Transformers made.")
    }
    return try MarianArchitecture(MarianSettings(text, place: file.path))
  }
}
