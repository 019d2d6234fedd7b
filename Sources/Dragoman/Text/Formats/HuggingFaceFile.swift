/// The file `tokenizer.json`, in the format of the Hugging Face library *tokenizers*, version 1.0.
///
/// What it describes is read into a ``Tokenizer``, which gives the identifiers that the library
/// gives; a part that Dragoman does not know is refused by name. Two differences are meant. The library
/// looks for the names of special tokens in the text itself, unless `encode_special_tokens` is set:
/// here text never becomes a control token. And truncation and padding are the caller's.
///
/// The tables of Unicode are ICU's, and may be of another version than the library's.
struct HuggingFaceFile {
  private let root: JSONField

  /// - Throws: ``InputError`` when the bytes are not JSON.
  init(_ bytes: UnsafeBufferPointer<UInt8>, place: String) throws {
    root = JSONField(try JSONDocument(bytes, place: place))
  }

  /// - Throws: ``InputError`` naming the field at fault.
  func tokenizer() throws -> Tokenizer {
    guard root.kind == .object, root["version"].value == "1.0" else {
      throw InputError(
        root.place, "is JSON, but not a tokenizer.json of version 1.0.",
        remedy: "Use the tokenizer.json of a model.")
    }
    let preTokenizer = try PreTokenizer(root["pre_tokenizer"])
    let normalizer = try Normalizer(root["normalizer"])
    let added = try HuggingFaceTokens(root["added_tokens"], normalizer)
    let model = try HuggingFaceModel(root["model"], added, preTokenizer.spelling)
      .model()
    return Tokenizer(
      normalizer: normalizer, preTokenizer: preTokenizer, model: model,
      decoder: try PieceDecoder(root["decoder"]),
      addedTokens: added.found(isNormalized: false),
      normalizedTokens: added.found(isNormalized: true),
      frame: SentenceFrame(model.vocabulary))
  }
}

// MARK: - Added tokens

/// The tokens that a file lists beside its model's.
struct HuggingFaceTokens {
  struct Token {
    var name: String
    var id: Int
    var isSpecial: Bool
    var isNormalized: Bool
    /// Has the text that the token is found in, and decodes to: normalised, where the text is.
    var entry: AddedTokens.Token
  }

  let tokens: [Token]

  init(_ field: JSONField, _ normalizer: Normalizer) throws {
    guard !field.isNull else {
      tokens = []
      return
    }
    tokens = try field.elements().map { field in
      let id = field["id"]
      guard let number = id.integer, Int32(exactly: number) != nil, number >= 0 else {
        throw id.unexpected("a whole number")
      }
      let name = try field["content"].string()
      let isSpecial = try field["special"].bool(absent: false)
      let isNormalized = try field["normalized"].bool(absent: !isSpecial)
      let text = isNormalized && !isSpecial ? normalizer.normalize(name) : name
      return Token(
        name: name, id: number, isSpecial: isSpecial, isNormalized: isNormalized,
        entry: AddedTokens.Token(
          text: Array(text.utf8), id: Int32(number),
          isWord: try field["single_word"].bool(absent: false),
          takesSpaceBefore: try field["lstrip"].bool(absent: false),
          takesSpaceAfter: try field["rstrip"].bool(absent: false)))
    }
  }

  /// Those that text can become.
  func found(isNormalized: Bool) -> AddedTokens {
    AddedTokens(
      tokens.filter { !$0.isSpecial && $0.isNormalized == isNormalized }.map(\.entry))
  }
}
