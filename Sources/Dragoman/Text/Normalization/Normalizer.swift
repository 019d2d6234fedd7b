import CICU

/// Brings different spellings of the same text into one form before it is tokenised.
///
/// Training and translation must apply the same steps; they are therefore part of the tokenizer's
/// file. A normaliser is immutable and may be used from any number of threads.
public struct Normalizer: Sendable, Equatable {
  /// One pass over the text.
  public enum Step: Sendable, Equatable {
    /// One of Unicode's normalisation forms.
    case unicode(UnicodeForm)
    /// Writes a string in place of whatever a pattern finds.
    case replace(TextPattern, with: String)
    /// Removes white space at the ends.
    case strip(left: Bool, right: Bool)
    /// Lower-cases each character by itself, without regard to language or neighbours.
    case lowercaseCharacters
    /// Lower-cases as a language does (`tr`, `lt`; empty for all others): Greek Σ at a word's end is
    /// ς, Turkish I is ı.
    case lowercase(language: String)
    /// Rewrites the text in another script.
    case transliterate(Transliteration)
    /// Removes characters that combine with others (M*), such as accents after decomposition.
    case removeMarks
    /// Puts a string in front of text that is not empty.
    case prepend(String)
    /// Rules of characters as the Hugging Face library applies them.
    case map(CharacterMap)
    /// All that BERT does.
    case bert(BERTNormalizer)
    /// All that SentencePiece does.
    case sentencePiece(SentencePieceNormalizer)
  }

  /// The passes in the order in which they are made.
  public let steps: [Step]
  /// Text of these characters alone stays as it is.
  private let spared: SparedCharacters

  /// A normaliser of chosen steps.
  public init(steps: [Step]) {
    self.steps = steps
    spared = SparedCharacters(steps)
  }

  /// Whether both make the same passes.
  public static func == (first: Normalizer, second: Normalizer) -> Bool {
    first.steps == second.steps
  }

  /// The normalised form of one line.
  public func normalize(_ line: String) -> String {
    var result: [UInt8] = []
    normalize(line, appendingTo: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends the normalised form of one line, as UTF-8.
  func normalize(_ line: String, appendingTo result: inout [UInt8]) {
    var line = line
    line.withUTF8 { utf8 in
      if spared.makeUp(utf8.span) { return result.append(contentsOf: utf8) }
      var text = AlignedText(Array(utf8))
      for step in steps { step.apply(to: &text) }
      result += text.bytes
    }
  }

  /// Normalises a text and keeps track of what came from where.
  func apply(to text: inout AlignedText) {
    if spared.makeUp(text.bytes.span) { return }
    for step in steps { step.apply(to: &text) }
  }
}

extension Normalizer.Step {
  fileprivate func apply(to text: inout AlignedText) {
    switch self {
    case .unicode(let form): form.apply(to: &text)
    case .replace(let pattern, let replacement): text.replace(pattern, with: replacement)
    case .strip(let left, let right): text.strip(left: left, right: right)
    case .lowercaseCharacters: text.lowercaseCharacters()
    case .lowercase(let language): text.lowercase(language: language)
    case .transliterate(let rules): rules.apply(to: &text)
    case .removeMarks: text.removeMarks()
    case .prepend(let prefix):
      if !text.bytes.isEmpty { text.edit { $0.replace(0..<0, with: prefix.utf8) } }
    case .map(let map): map.apply(to: &text)
    case .bert(let normalizer): normalizer.apply(to: &text)
    case .sentencePiece(let normalizer): normalizer.apply(to: &text)
    }
  }
}

extension AlignedText {
  /// Writes a string in place of whatever a pattern finds.
  mutating func replace(_ pattern: TextPattern, with replacement: String) {
    var replacement = replacement
    replacement.withUTF8 { new in
      edit { editor in
        let bytes = editor.text.bytes
        pattern.forEachMatch(in: bytes.span) { range in
          if !new.elementsEqual(bytes[range]) { editor.replace(range, with: new) }
        }
      }
    }
  }

  fileprivate mutating func strip(left: Bool, right: Bool) {
    edit { editor in
      let bytes = editor.text.bytes
      var ends = (first: 0, last: 0)
      var offset = 0
      var isAtStart = true
      while offset < bytes.count {
        let character = bytes.span.scalar(at: offset)
        offset += character.length
        if CharacterSet.whiteSpace.contains(character.value) {
          if isAtStart { ends.first = offset }
        } else {
          isAtStart = false
          ends.last = offset
        }
      }
      let start = left ? ends.first : 0
      if start > 0 { editor.replace(0..<start, with: []) }
      let end = max(start, ends.last)
      if right, end < bytes.count { editor.replace(end..<bytes.count, with: []) }
    }
  }

  fileprivate mutating func removeMarks() {
    edit { editor in
      let bytes = editor.text.bytes
      var offset = 0
      while offset < bytes.count {
        let character = bytes.span.scalar(at: offset)
        let range = offset..<offset + character.length
        if cicu_is_mark(character.value) { editor.replace(range, with: []) }
        offset = range.upperBound
      }
    }
  }
}
