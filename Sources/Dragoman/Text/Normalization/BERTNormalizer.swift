import CICU

/// How BERT brings text into one form before it is split (Devlin et al. 2019, `BasicTokenizer` of its code), by
/// the rules of the Hugging Face library.
public struct BERTNormalizer: Sendable, Equatable {
  /// Whether characters that are not written are removed, and every white space becomes a space.
  public var cleans = true
  /// Whether each Chinese character becomes a word of its own.
  public var separatesIdeographs = true
  /// Whether marks such as accents are removed.
  public var removesAccents = true
  /// Whether letters are made small.
  public var lowercases = true

  /// The rules of BERT's uncased models, or some of them.
  public init(
    cleans: Bool = true, separatesIdeographs: Bool = true, removesAccents: Bool = true,
    lowercases: Bool = true
  ) {
    self.cleans = cleans
    self.separatesIdeographs = separatesIdeographs
    self.removesAccents = removesAccents
    self.lowercases = lowercases
  }

  func apply(to text: inout AlignedText) {
    if cleans { text.editCharacters(Self.cleaned) }
    if separatesIdeographs { text.editCharacters(Self.separated) }
    if removesAccents {
      UnicodeForm.nfd.apply(to: &text)
      text.editCharacters { cicu_is_nonspacing_mark($0.value) ? [] : nil }
    }
    if lowercases { text.lowercaseCharacters() }
  }

  /// Whether a character stays as it is wherever it stands.
  func spares(_ character: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(character) else { return false }
    return !(cleans && Self.cleaned(scalar).map { !$0.elementsEqual(String(scalar).utf8) } == true)
      && !(removesAccents
        && (!UnicodeForm.nfd.spares(character) || cicu_is_nonspacing_mark(character)))
      && !(lowercases && cicu_lowercase_character(character) != character)
  }

  private static func cleaned(_ character: Unicode.Scalar) -> [UInt8]? {
    switch character.value {
    case 0x09, 0x0A, 0x0D: return [0x20]
    case 0, 0xFFFD: return []
    case let value where cicu_is_other(value): return []
    case let value: return CharacterSet.whiteSpace.contains(value) ? [0x20] : nil
    }
  }

  private static func separated(_ character: Unicode.Scalar) -> [UInt8]? {
    isIdeograph(character.value) ? Array(" \(character) ".utf8) : nil
  }

  /// The blocks of Chinese characters that BERT knows. Those of Japanese and Korean alphabets are not among
  /// them, for these languages put words together of them.
  private static func isIdeograph(_ character: UInt32) -> Bool {
    switch character {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}

extension AlignedText {
  /// Writes other bytes for some characters.
  ///
  /// - Parameter replacement: The bytes for a character; `nil` to keep it.
  fileprivate mutating func editCharacters(_ replacement: (Unicode.Scalar) -> [UInt8]?) {
    edit { editor in
      let bytes = editor.text.bytes
      var offset = 0
      while offset < bytes.count {
        let character = bytes.span.scalar(at: offset)
        let range = offset..<offset + character.length
        if let scalar = Unicode.Scalar(character.value), let new = replacement(scalar) {
          editor.replace(range, with: new)
        }
        offset = range.upperBound
      }
    }
  }
}
