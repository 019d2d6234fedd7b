import Glibc

/// Writes a model in the form of another system, so that its library computes with the same weights.
///
/// Weights go from file to file a few at a time, so a conversion takes little memory, however large the model is.
public struct ModelExport {
  /// A form of models.
  public enum Format: String, CaseIterable, Sendable {
    /// A folder of Hugging Face's Transformers, for `AutoModelForSeq2SeqLM` and `AutoTokenizer`.
    case huggingface
    /// A folder of CTranslate2, for `ctranslate2.Translator`.
    case ctranslate2
    /// A folder of Marian, for `marian-decoder`.
    case marian
    /// A folder of Dragoman with weights in int8: a quarter of the size, and the translations that int8 gives.
    case int8 = "dragoman-int8"
  }

  let source: ModelFolder
  let transformer: Transformer
  private let weights: StoredWeights
  let tokenizers: TokenizerPair

  /// Opens a model, in whatever form it is.
  ///
  /// - Throws: ``InputError`` as for any use of it.
  public init(_ folder: ModelFolder) throws {
    source = folder
    (transformer, weights) = try folder.openModel()
    tokenizers = try folder.loadTokenizers()
    try tokenizers.check(transformer.configuration, of: folder)
  }

  /// Writes the model into a folder, which is made if need be.
  ///
  /// - Throws: ``InputError`` when the form cannot hold the model, a weight is not finite, or the folder cannot be
  ///   written.
  public func write(_ format: Format, to folder: ModelFolder) throws {
    let isNew = access(folder.path, F_OK) != 0
    do {
      try convert(to: format, folder)
    } catch {
      // Only an empty folder goes.
      if isNew { rmdir(folder.path) }
      throw error
    }
  }

  private func convert(to format: Format, _ folder: ModelFolder) throws {
    switch format {
    case .huggingface: try HuggingFaceExport(self).write(to: folder)
    case .ctranslate2: try CTranslate2Export(self).write(to: folder)
    case .marian: try MarianExport(self).write(to: folder)
    case .int8: try QuantizedExport(self).write(to: folder)
    }
  }

  /// Elements of a parameter that are read at a time: 4 MiB of them.
  private static let partSize = 1 << 20

  /// Reads a parameter as float32, some rows at a time, and gives them to `body`.
  ///
  /// - Parameter rows: Which rows; all, where none are named.
  /// - Throws: ``InputError`` when the file is damaged or a weight is not finite, and what `body` throws.
  func forEachPart(
    of entry: ParameterLayout.Entry, rows: Range<Int>? = nil,
    _ body: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    let (rows, columns) = (rows ?? 0..<entry.parameter.rows, entry.parameter.columns)
    let step = max(1, Self.partSize / columns)
    let part = UnsafeMutableBufferPointer<Float>.allocate(
      capacity: min(step, rows.count) * columns)
    defer { part.deallocate() }
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let chosen = first..<min(first + step, rows.upperBound)
      guard let start = part.baseAddress else { return }
      try weights.copy(entry, rows: chosen, into: start)
      try body(UnsafeBufferPointer(start: start, count: chosen.count * columns))
    }
  }

  /// A parameter to be written under a name, in float32.
  ///
  /// - Parameter shape: The parameter's own, where none is named.
  func tensor(
    _ name: String, _ entry: ParameterLayout.Entry, shape: [Int]? = nil
  ) -> WrittenTensor {
    WrittenTensor(
      name: name, shape: shape ?? entry.shape, type: .float32, contents: contents(of: entry))
  }

  /// The rows of a parameter in float32; all, where none are named.
  func contents(
    of entry: ParameterLayout.Entry, rows: Range<Int>? = nil
  ) -> WrittenTensor.Contents {
    { append in
      try forEachPart(of: entry, rows: rows) { try append(UnsafeRawBufferPointer($0)) }
    }
  }

  /// Refuses what the layers of T5 have and those of other classes have not.
  ///
  /// - Throws: ``InputError`` naming what the form cannot hold.
  func refuseT5Layers(_ format: Format) throws {
    let configuration = configuration
    for (isThere, part) in [
      (configuration.positionEmbeddings == .relative, "relative positions"),
      (configuration.norm == .rms, "norms without a mean"),
      (configuration.hasGatedFeedForward, "gated feed-forward layers"),
      (!configuration.hasBiases, "layers without biases"),
      (!configuration.scalesAttention, "attention that is not scaled"),
      (configuration.scalesOutput, "an output that is scaled"),
      (configuration.headSize != nil, "heads of a width of their own"),
    ] where isThere {
      throw unfit(format, "it has \(part), as T5 has")
    }
  }

  var configuration: ModelConfiguration { transformer.configuration }

  /// That a form cannot hold the model.
  func unfit(_ format: Format, _ reason: String) -> InputError {
    InputError(
      source.path, "cannot be written for \(format.rawValue): \(reason).",
      remedy: "Choose another \("format" as Setting), or train a model of another shape.")
  }

  /// The name of the token with which decoding starts; `nil` where it starts with zeros.
  var startName: String? {
    tokenizers.targetFrame.before.first.flatMap { $0 < 0 ? nil : tokenizers.target.piece($0) }
  }

  var endName: String { tokenizers.target.piece(tokenizers.targetFrame.end) }
}
