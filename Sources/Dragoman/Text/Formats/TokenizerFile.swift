/// Reading and writing the files that describe tokenizers.
extension Tokenizer {
  /// Reads a tokenizer from a file, whose format is known by how it begins:
  ///
  /// - `tokenizer.json` of the Hugging Face library, which Dragoman writes, too;
  /// - a SentencePiece model;
  /// - codes of subword-nmt.
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
    let text = bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    switch text.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw InputError(place, "is not UTF-8.", remedy: "Copy or create the file again.")
      }
      self = try HuggingFaceFile(bytes, place: place).tokenizer()
    case _ where bytes.starts(with: SubwordNMTFile.header.utf8):
      self = try SubwordNMTFile(bytes, place: place).tokenizer()
    case _ where bytes.first == 0x0A:
      // The tag of a message's first field, a piece.
      self = try SentencePieceFile(bytes, place: place).tokenizer()
    default:
      throw InputError(
        place, "is not a tokenizer.",
        remedy: "Give a tokenizer.json, a SentencePiece model, or codes of subword-nmt.")
    }
  }

  /// Reads a tokenizer from the text of a file.
  ///
  /// - Throws: ``InputError`` as ``init(contentsOf:)`` does.
  public init(json text: String, place: String = "tokenizer.json") throws {
    var text = text
    self = try text.withUTF8 { try Tokenizer(UnsafeRawBufferPointer($0), place: place) }
  }

  /// Writes the tokenizer to a file. The same tokenizer gives the same bytes.
  ///
  /// - Throws: ``InputError`` when the file cannot be written, or when the tokenizer is not ``isOwn``.
  public func save(to path: String) throws {
    guard isOwn else {
      throw InputError(
        path, "the tokenizer is of another kind than Dragoman writes.",
        remedy: "Copy the file that it was read from.")
    }
    try AtomicFile.write(json.text, to: path)
  }
}
