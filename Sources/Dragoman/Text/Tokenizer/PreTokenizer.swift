import CICU

/// Splits normalised text into the words within which pieces are formed.
struct PreTokenizer: Sendable, Equatable {
  /// One pass over the words that the passes before have made.
  enum Step: Sendable, Equatable {
    /// Puts a space in front of words that have none, and with `splits` begins a word at every space
    /// (SentencePiece, where the space is written `▁`). A `▁` in text counts as a space.
    case metaspace(Prefix, splits: Bool)
    /// Splits at white space, which goes.
    case whiteSpace
    /// Splits at what a pattern finds, or with `inverts` at all else.
    case split(TextPattern, Behavior, inverts: Bool)
    case punctuation(Behavior)
    /// Splits off numbers, each digit by itself or together.
    case digits(Behavior)
    /// Puts a space in front of words that have none.
    case prependSpace
    /// Takes bytes for characters (GPT-2); they are written as others in names alone.
    case byteLevel
  }

  /// Which words get a space in front.
  enum Prefix: String, Sendable {
    case always
    /// That which begins with the line's first character: no normaliser has removed what was before.
    case first
    case never
  }

  /// What becomes of a separator.
  enum Behavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"
  }

  let steps: [Step]
  /// Whether a trainer of ours made it, and ``wordEnd(in:from:splitsDigits:)`` finds its words.
  let isOwn: Bool
  /// Whether each digit is a word of its own at the end.
  let splitsDigits: Bool
  /// Whether it must know where in the line its text is from.
  let asksForOrigin: Bool

  init(steps: [Step]) {
    self.steps = steps
    splitsDigits = steps.last == .digits(.isolated)
    isOwn = steps == Self.ownSteps || steps == Self.ownSteps.dropLast()
    asksForOrigin = steps.contains {
      if case .metaspace(.first, _) = $0 { true } else { false }
    }
  }

  private static let ownSteps: [Step] = [
    .metaspace(.always, splits: true), .punctuation(.isolated), .digits(.isolated),
  ]

  /// That of the tokenizers which Dragoman trains.
  ///
  /// A space belongs to the word after it. Every punctuation mark and every digit is a word of its
  /// own, so that marks and numbers are copied character by character whatever they stand beside:
  /// ` world, 42` has the words ` world`, `,`, ` `, `4`, `2`.
  static let standard = PreTokenizer(steps: ownSteps)

  /// The same with digits as they stand, so that frequent numbers may become pieces.
  static let keepingNumbers = PreTokenizer(steps: ownSteps.dropLast())

  /// That of BERT: words between white space, and every punctuation mark one of its own.
  static let bert = PreTokenizer(steps: [.whiteSpace, .punctuation(.isolated)])

  /// How the names of pieces spell the text that comes out.
  var spelling: Vocabulary.Spelling {
    for step in steps {
      switch step {
      case .metaspace: return .metaspace
      case .byteLevel: return .byteLevel
      default: break
      }
    }
    return .literal
  }

  /// Splits a text into words, which may get spaces in front of some.
  ///
  /// - Parameters:
  ///   - text: Is tracked where ``asksForOrigin`` is set.
  ///   - words: Is replaced by the words.
  func split(_ text: inout AlignedText, into words: inout [Range<Int>]) {
    words.removeAll(keepingCapacity: true)
    guard !text.bytes.isEmpty else { return }
    if isOwn {
      if text.bytes.contains(0xE2) {
        words.append(0..<text.bytes.count)
        Self.markSpaces(in: &text, &words, prefix: .always)
        words.removeAll(keepingCapacity: true)
      } else if text.bytes[0] != 0x20 {
        text.prepend(0x20)
      }
      let span = text.bytes.span
      var start = 0
      while start < span.count {
        let end = Self.wordEnd(in: span, from: start, splitsDigits: splitsDigits)
        words.append(start..<end)
        start = end
      }
    } else {
      words.append(0..<text.bytes.count)
      for step in steps { step.apply(to: &text, &words) }
    }
  }

  /// The end of the word that starts at offset `start` of `text`, by the rules of ``standard`` or
  /// ``keepingNumbers``.
  static func wordEnd(in text: Span<UInt8>, from start: Int, splitsDigits: Bool) -> Int {
    let first = text.scalar(at: start)
    var end = start + first.length
    if first.value != 0x20, isBoundary(first.value, splitsDigits) { return end }
    while end < text.count {
      let next = text.scalar(at: end)
      if isBoundary(next.value, splitsDigits) { break }
      end += next.length
    }
    return end
  }

  /// Whether a character ends the word before it: a space, a punctuation mark or a digit.
  ///
  /// All of ASCII's symbols count as punctuation, `$` and `+` among them; beyond ASCII Unicode's
  /// categories P and N decide.
  private static func isBoundary(_ character: UInt32, _ splitsDigits: Bool) -> Bool {
    guard character >= 0x80 else {
      if (character | 0x20) &- 0x61 < 26 || character < 0x20 || character == 0x7F { return false }
      return splitsDigits || character &- 0x30 >= 10
    }
    return cicu_is_punctuation(character) || splitsDigits && cicu_is_number(character)
  }

  /// Writes a space for every `▁`, and one in front of the words that lack and should have one.
  fileprivate static func markSpaces(
    in text: inout AlignedText, _ words: inout [Range<Int>], prefix: Prefix
  ) {
    var marked: [Range<Int>] = []
    marked.reserveCapacity(words.count)
    var growth = 0
    text.edit { editor in
      let bytes = editor.text.bytes
      for word in words {
        let start = word.lowerBound + growth
        let span = bytes.span.extracting(word)
        let hasSpace =
          span[0] == 0x20 || span[0] == 0xE2 && span.scalar(at: 0).value == metaspaceCharacter
        let first = word.lowerBound..<word.lowerBound + 1
        if !hasSpace,
          prefix == .always || prefix == .first && editor.text.origin(of: first).lowerBound == 0
        {
          editor.replace(word.lowerBound..<word.lowerBound, with: [0x20])
          growth += 1
        }
        metaspace.forEachMatch(in: span) { range in
          let place = word.lowerBound + range.lowerBound..<word.lowerBound + range.upperBound
          editor.replace(place, with: [0x20])
          growth += 1 - range.count
        }
        marked.append(start..<word.upperBound + growth)
      }
    }
    words = marked
  }
}

private let metaspace = TextPattern(string: "▁")
/// `▁`, which SentencePiece writes for a space.
let metaspaceCharacter: UInt32 = 0x2581

extension PreTokenizer.Step {
  fileprivate func apply(to text: inout AlignedText, _ words: inout [Range<Int>]) {
    switch self {
    case .metaspace(let prefix, let splits):
      PreTokenizer.markSpaces(in: &text, &words, prefix: prefix)
      if splits { split(text, &words, .mergedWithNext) { $0 == 0x20 } }
    case .whiteSpace:
      split(text, &words, .removed) { CharacterSet.whiteSpace.contains($0) }
    case .punctuation(let behavior): split(text, &words, behavior, isPunctuation)
    case .digits(let behavior): split(text, &words, behavior) { cicu_is_number($0) }
    case .split(let pattern, let behavior, let inverts):
      words = words.flatMap { word in
        var matches: [Range<Int>] = []
        pattern.forEachMatch(in: text.bytes.span.extracting(word)) {
          matches.append(word.lowerBound + $0.lowerBound..<word.lowerBound + $0.upperBound)
        }
        return behavior.pieces(of: word, matches: matches, inverts: inverts)
      }
    case .prependSpace: prependSpaces(to: &text, &words)
    case .byteLevel: break
    }
  }

  /// Splits at every character for which a rule holds.
  private func split(
    _ text: AlignedText, _ words: inout [Range<Int>], _ behavior: PreTokenizer.Behavior,
    _ isSeparator: (UInt32) -> Bool
  ) {
    words = words.flatMap { word in
      var matches: [Range<Int>] = []
      var offset = word.lowerBound
      while offset < word.upperBound {
        let character = text.bytes.span.scalar(at: offset)
        if isSeparator(character.value) { matches.append(offset..<offset + character.length) }
        offset += character.length
      }
      return behavior.pieces(of: word, matches: matches, inverts: false)
    }
  }

  private func prependSpaces(to text: inout AlignedText, _ words: inout [Range<Int>]) {
    var growth = 0
    text.edit { editor in
      for index in words.indices {
        let word = words[index]
        let start = word.lowerBound + growth
        if editor.text.bytes[word.lowerBound] != 0x20 {
          editor.replace(word.lowerBound..<word.lowerBound, with: [0x20])
          growth += 1
        }
        words[index] = start..<word.upperBound + growth
      }
    }
  }
}

private func isPunctuation(_ character: UInt32) -> Bool {
  guard character >= 0x80 else {
    return character > 0x20 && character < 0x7F && (character | 0x20) &- 0x61 >= 26
      && character &- 0x30 >= 10
  }
  return cicu_is_punctuation(character)
}

extension PreTokenizer.Behavior {
  /// The pieces of a word in which separators were found.
  fileprivate func pieces(
    of word: Range<Int>, matches: [Range<Int>], inverts: Bool
  ) -> [Range<Int>] {
    if matches.isEmpty, !inverts { return [word] }
    var parts: [(range: Range<Int>, isSeparator: Bool)] = []
    var offset = word.lowerBound
    for match in matches {
      if offset < match.lowerBound { parts.append((offset..<match.lowerBound, inverts)) }
      parts.append((match, !inverts))
      offset = match.upperBound
    }
    if offset < word.upperBound { parts.append((offset..<word.upperBound, inverts)) }
    return joined(parts).filter { !$0.isEmpty }
  }

  private func joined(_ parts: [(range: Range<Int>, isSeparator: Bool)]) -> [Range<Int>] {
    switch self {
    case .removed: return parts.filter { !$0.isSeparator }.map(\.range)
    case .isolated: return parts.map(\.range)
    case .contiguous, .mergedWithPrevious:
      var result: [Range<Int>] = []
      var previous = false
      for part in parts {
        let joins =
          self == .contiguous ? part.isSeparator == previous : part.isSeparator && !previous
        if joins, let last = result.last {
          result[result.count - 1] = last.lowerBound..<part.range.upperBound
        } else {
          result.append(part.range)
        }
        previous = part.isSeparator
      }
      return result
    case .mergedWithNext:
      var result: [Range<Int>] = []
      var previous = false
      for part in parts.reversed() {
        if part.isSeparator, !previous, let next = result.last {
          result[result.count - 1] = part.range.lowerBound..<next.upperBound
        } else {
          result.append(part.range)
        }
        previous = part.isSeparator
      }
      return result.reversed()
    }
  }
}
