import Dragoman

/// What must hold for all bytes that someone may give. Fuzzing looks for exceptions, and tests see that those
/// once found are none any more.
public enum Law: String, CaseIterable, Sendable {
  /// Tokenizers and splitters of sentences lose no text.
  case text
  /// A vocabulary, in any format that is read.
  case vocabulary
  /// A file of weights, in any format that is read.
  case weights
  /// A model folder: the configuration, a byte of zero, the weights.
  case model
  /// A text file, gzip or not.
  case gzip
  /// A command's configuration file.
  case yaml
  /// Terms and their translations.
  case glossary
  /// A shortlist of Marian.
  case shortlist
  /// Texts or words with labels, or a `vocab.txt` of WordPiece.
  case labels
  /// A document of any format, which the first byte says.
  case document

  /// - Throws: ``BrokenLaw`` when it does not hold, or whatever error does not help the user.
  public func check(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      switch self {
      case .text: try checkText(String(decoding: bytes, as: UTF8.self))
      case .vocabulary: try checkVocabulary(bytes)
      case .weights: try checkWeights(bytes)
      case .model: try checkModel(bytes)
      case .gzip: try checkLines(bytes)
      case .yaml: try checkConfigurationFile(bytes)
      case .glossary: try checkGlossary(bytes)
      case .shortlist: try checkShortlist(bytes)
      case .labels: try checkLabels(bytes)
      case .document: try checkDocument(bytes)
      }
    } catch is InputError {
      // What is hostile or damaged is refused.
    }
  }
}

/// Something is not as it must be.
public struct BrokenLaw: Error, CustomStringConvertible {
  /// What.
  public let description: String
}

func expect(_ holds: Bool, _ what: String) throws {
  if !holds { throw BrokenLaw(description: what) }
}
