/// A format of files that describe tokenizers. Its raw value is how the names of such files end.
public enum TokenizerFormat: String, Sendable, CaseIterable {
  /// `tokenizer.json` of the Hugging Face library *tokenizers*, which Dragoman writes, too.
  case huggingFace = "json"
  /// A SentencePiece model.
  case sentencePiece = "model"
  /// Codes of subword-nmt.
  case subwordNMT = "codes"

  /// The format of a file, known by how it begins; `nil` when it is none of these.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let text = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    if let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      self = .huggingFace
    } else if bytes.starts(with: SubwordNMTFile.header.utf8) {
      self = .subwordNMT
    } else if bytes.first == 0x0A {
      // The tag of a message's first field, a piece.
      self = .sentencePiece
    } else {
      return nil
    }
  }

  /// What is wrong with a file that is in none of the formats.
  fileprivate static func fault(_ bytes: UnsafeBufferPointer<UInt8>, place: String) -> InputError {
    let known: [(beginning: [UInt8], problem: String, remedy: String)] = [
      (
        [0xEF, 0xBB, 0xBF], "begins with a byte-order mark (U+FEFF), which no tokenizer does.",
        #"Remove it: sed -i '1s/^\xEF\xBB\xBF//' \#(place)"#
      ),
      (
        [0xFF, 0xFE], "is UTF-16, expected UTF-8.",
        "Convert it first: iconv -f UTF-16 -t UTF-8 \(place)"
      ),
      (
        [0xFE, 0xFF], "is UTF-16, expected UTF-8.",
        "Convert it first: iconv -f UTF-16 -t UTF-8 \(place)"
      ),
      (Gunzip.magic, "is compressed with gzip.", "Decompress it first: gunzip \(place)"),
    ]
    for (beginning, problem, remedy) in known where bytes.starts(with: beginning) {
      return InputError(place, problem, remedy: remedy)
    }
    return InputError(
      place, "is not a tokenizer.",
      remedy: "Give a tokenizer.json, a SentencePiece model, or codes of subword-nmt.")
  }
}

/// The file that a tokenizer was read from.
final class TokenizerFile: Sendable {
  let place: String
  let format: TokenizerFormat
  let bytes: [UInt8]

  init(place: String, format: TokenizerFormat, bytes: [UInt8]) {
    self.place = place
    self.format = format
    self.bytes = bytes
  }
}

/// Reading and writing the files that describe tokenizers.
extension Tokenizer {
  /// Reads a tokenizer from a file in any ``TokenizerFormat``, which is known by how the file begins.
  ///
  /// - Throws: ``InputError`` naming the file and the field when the file is missing, cut short, damaged
  ///   or not a tokenizer that this version understands.
  public init(contentsOf path: String) throws {
    let file = try MappedFile(path: path)
    self = try withExtendedLifetime(file) { try Tokenizer(file.bytes, place: path) }
  }

  /// Reads a tokenizer from the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: What the file holds.
  ///   - place: The file's path, for errors.
  /// - Throws: ``InputError`` as ``init(contentsOf:)`` does.
  public init(_ bytes: UnsafeRawBufferPointer, place: String) throws {
    let bytes = bytes.bindMemory(to: UInt8.self)
    let format = TokenizerFormat(bytes)
    switch format {
    case .huggingFace:
      guard (try? UTF8Span(validating: bytes.span)) != nil else {
        throw InputError(place, "is not UTF-8.", remedy: "Copy or create the file again.")
      }
      self = try HuggingFaceFile(bytes, place: place).tokenizer()
    case .subwordNMT: self = try SubwordNMTFile(bytes, place: place).tokenizer()
    case .sentencePiece: self = try SentencePieceFile(bytes, place: place).tokenizer()
    case nil: throw TokenizerFormat.fault(bytes, place: place)
    }
    file = format.map { TokenizerFile(place: place, format: $0, bytes: Array(bytes)) }
  }

  /// Reads a tokenizer from the text of a file.
  ///
  /// - Throws: ``InputError`` as ``init(contentsOf:)`` does.
  public init(json text: String, place: String = "tokenizer.json") throws {
    var text = text
    self = try text.withUTF8 { try Tokenizer(UnsafeRawBufferPointer($0), place: place) }
  }

  /// The `tokenizer.json` that the tokenizer was read from, or would be written as.
  ///
  /// - Throws: ``InputError`` when its file is in another format.
  func fileJSON() throws -> JSON {
    guard let file else { return json }
    return try file.bytes.withUnsafeBufferPointer { bytes in
      JSONField(try JSONDocument(bytes, place: file.place)).value
    }
  }

  /// The format of the tokenizer's file.
  public var format: TokenizerFormat { file?.format ?? .huggingFace }

  /// Bytes that other tokenizers do not have: those of its file, and the names of its tokens by their numbers.
  var identity: [UInt8] {
    (file?.bytes ?? Array(json.text.utf8)) + names.joined(separator: "\n").utf8
  }

  /// Writes the tokenizer to a file: the very bytes that it was read from, or one that Dragoman trained as
  /// a `tokenizer.json`.
  ///
  /// - Throws: ``InputError`` when the file cannot be written.
  public func save(to path: String) throws {
    guard let file else { return try AtomicFile.write(json.text, to: path) }
    try AtomicFile.write(to: path) { append in try file.bytes.withUnsafeBytes(append) }
  }

  /// The control tokens that begin and end a target.
  ///
  /// - Throws: ``InputError`` when the vocabulary has none that ends one.
  public var targetFrame: SentenceFrame {
    get throws {
      if let foundFrame { return foundFrame }
      throw InputError(
        file?.place ?? "the vocabulary",
        "no control token ends a sentence: \(SentenceFrame.endNames.joined(separator: ", ")) were looked for.",
        remedy: "Give a vocabulary that has one, or let train learn one.")
    }
  }
}
