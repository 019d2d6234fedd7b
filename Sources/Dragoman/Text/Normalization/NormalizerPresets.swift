extension Normalizer {
  /// NFKC, and controls, white space and `▁` as the tokenizer needs them. The result is a fixed
  /// point: normalised text stays as it is.
  public static let standard = Preset.standard.normalizer()

  /// A common set of steps.
  ///
  /// All of them write `_` for `▁` and remove white space at the ends, because a tokenizer could not
  /// give these back.
  public enum Preset: String, Sendable, CaseIterable {
    /// Removes controls, composes compatibly (NFKC: ligatures, full-width and half-width forms become
    /// plain), and writes one space for white space of any kind and length.
    case standard
    /// As `standard`, but keeps compatibility characters: `²` and `ﬁ` stay (NFC).
    case nfc
    /// As `standard`, and removes what is invisible: zero-width spaces and marks of writing direction.
    /// Joiners stay.
    case clean
    /// Moses' punctuation normalisation, then `standard`.
    case moses
    /// Nothing more.
    case none

    /// The preset with steps of a caller's own before the spaces are put in order.
    fileprivate func normalizer(adding steps: [Step] = []) -> Normalizer {
      let forms: [Step] =
        switch self {
        case .standard: [.removeControls, .unicode(.nfkc)]
        case .nfc: [.removeControls, .unicode(.nfc)]
        case .clean: [.removeControls, .removeInvisible, .unicode(.nfkc)]
        case .moses: Step.mosesPunctuation + [.removeControls, .unicode(.nfkc)]
        case .none: []
        }
      let spaces: [Step] = self == .none ? [] : [.collapseWhiteSpace]
      return Normalizer(
        steps: forms + steps + [.replaceMetaspace] + spaces + [.strip(left: true, right: true)])
    }
  }

  /// The normaliser that a short description names: a ``Preset``, followed by any of `+lowercase`,
  /// `+lowercase:LANGUAGE` and `+transliterate:RULES`.
  ///
  /// `lowercase` alone treats each character by itself, as the Hugging Face library does; with a
  /// language (`tr`, `el`, or `und` for none in particular) its rules and the neighbours count.
  /// `RULES` are an identifier of ICU's, such as `Any-Latin`. The library refuses tokenizers that use
  /// these two.
  ///
  /// - Throws: ``InputError`` naming the part that is unknown.
  public init(preset description: String) throws {
    func unknown(_ part: Substring) -> InputError {
      InputError(
        "normalisation", "'\(part)' in '\(description)' is unknown.",
        remedy: "Give \(Preset.allCases.map(\.rawValue).joined(separator: ", ")), and after it "
          + "+lowercase, +lowercase:LANGUAGE or +transliterate:RULES.")
    }
    let parts = description.split(separator: "+", omittingEmptySubsequences: false)
    guard let preset = Preset(rawValue: String(parts[0])) else { throw unknown(parts[0]) }
    var steps: [Step] = []
    for part in parts.dropFirst() {
      let words = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      switch (words[0], words.count) {
      case ("lowercase", 1): steps.append(.lowercaseCharacters)
      case ("lowercase", 2): steps.append(.lowercase(language: String(words[1])))
      case ("transliterate", 2):
        guard let rules = Transliteration(String(words[1])) else { throw unknown(part) }
        steps.append(.transliterate(rules))
      default: throw unknown(part)
      }
    }
    self = preset.normalizer(adding: steps)
  }
}

extension Normalizer.Step {
  /// Removes C0 and C1 controls that are not white space, soft hyphens and byte-order marks.
  ///
  /// Joiners (U+200C, U+200D) stay: emoji sequences and Persian and Indic spelling need them.
  public static let removeControls = Normalizer.Step.replace(
    TextPattern(
      anyOf: CharacterSet([
        0x0...0x8, 0xE...0x1F, 0x7F...0x84, 0x86...0x9F, 0xAD...0xAD, 0xFEFF...0xFEFF,
      ])), with: "")

  /// Removes zero-width spaces, word joiners and marks of writing direction.
  public static let removeInvisible = Normalizer.Step.replace(
    TextPattern(
      anyOf: CharacterSet([
        0x61C...0x61C, 0x200B...0x200B, 0x200E...0x200F, 0x202A...0x202E, 0x2060...0x2060,
        0x2066...0x2069,
      ])), with: "")

  /// Writes `_` for `▁` (U+2581), which means a space to the tokenizer.
  public static let replaceMetaspace = Normalizer.Step.replace(
    TextPattern(string: "▁"), with: "_")

  /// Writes one space for every run of Unicode white space, line separators included.
  public static let collapseWhiteSpace = Normalizer.Step.replace(.whiteSpace, with: " ")
}
