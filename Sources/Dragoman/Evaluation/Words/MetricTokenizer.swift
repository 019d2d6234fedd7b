/// How BLEU cuts a line into the tokens that it counts.
///
/// The raw value is the tokenizer's name in sacreBLEU and in the signature.
public enum MetricTokenizer: String, CaseIterable, Sendable {
  /// The rules of WMT's `mteval-v13a.pl`: ASCII punctuation stands alone, except in numbers.
  case mteval13a = "13a"
  /// The rules of `mteval-v14.pl` for all scripts: Unicode's punctuation stands alone, except in
  /// numbers, and so does every symbol.
  case international = "intl"
  /// Every character that is not white space is a token.
  case character = "char"
  /// Chinese characters are tokens; the rest is cut as by `mteval-v13a.pl`.
  case chinese = "zh"
  /// White space alone. For text that is tokenised already.
  case none

  /// Whether each word is cut without regard to the others: what the other tokenizers do at the start
  /// of a line they do not do after a space.
  var isWordwise: Bool { self != .international && self != .chinese }

  /// Whether no word is cut because of a byte of UTF-8 in it.
  func isPlain(_ byte: UInt8) -> Bool {
    switch self {
    case .mteval13a: !MtevalRules.isMark(Unicode.Scalar(byte))
    case .none: true
    case .character, .international, .chinese: false
    }
  }

  /// Calls `body` with each token of `line` in order.
  package func forEachToken(
    in line: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) {
    var line = line
    WhiteSpace.trimEnd(&line)
    WhiteSpace.split(separate(line), body)
  }

  /// The line with white space around each token.
  private func separate(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    switch self {
    case .mteval13a:
      // Most words have no marks to be parted from.
      guard line.contains(where: MtevalRules.isMark) else { return line }
      return separateWestern(MtevalRules.pad(MtevalRules.decodeEntities(joinLines(line))))
    case .international: return separateInternational(line)
    case .character: return Substitution.isolating(in: line) { _ in true }
    case .chinese:
      let line = line.drop(while: WhiteSpace.contains)
      return separateWestern(Substitution.isolating(in: Array(line), where: isChinese))
    case .none: return line
    }
  }
}

/// Undoes marks and line breaks of SGML files.
private func joinLines(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
  guard line.contains(where: { $0 == "<" || $0 == "\n" }) else { return line }
  var line = Substitution.replacing("<skipped>", in: line, by: "")
  line = Substitution.replacing("-\n", in: line, by: "")
  return Substitution.replacing("\n", in: line, by: " ")
}

private func separateWestern(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
  MtevalRules.separateDashes(MtevalRules.separatePoints(MtevalRules.separateSymbols(line)))
}

/// `(\P{N})(\p{P})` → `\1 \2 `, then `(\p{P})(\P{N})` → ` \1 \2`, then `(\p{S})` → ` \1 `
private func separateInternational(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
  var line = Substitution.separating(in: line, .betweenAndAfter) { first, second in
    isPunctuation(second) && !isNumber(first)
  }
  line = Substitution.separating(in: line, .beforeAndBetween) { first, second in
    isPunctuation(first) && !isNumber(second)
  }
  return Substitution.isolating(in: line, where: isSymbol)
}

private func isPunctuation(_ character: Unicode.Scalar) -> Bool {
  switch character.properties.generalCategory {
  case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
    .initialPunctuation, .finalPunctuation, .otherPunctuation:
    true
  default: false
  }
}

private func isNumber(_ character: Unicode.Scalar) -> Bool {
  switch character.properties.generalCategory {
  case .decimalNumber, .letterNumber, .otherNumber: true
  default: false
  }
}

private func isSymbol(_ character: Unicode.Scalar) -> Bool {
  switch character.properties.generalCategory {
  case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
  default: false
  }
}

/// Whether the tokenizer `zh` takes a character for Chinese.
///
/// Its list means to have ideographs beyond U+FFFF too, but what it has in their place are the ranges
/// from U+2001 to U+2A6D and from U+2F81 to U+2FA1, and scores follow it.
private func isChinese(_ character: Unicode.Scalar) -> Bool {
  switch character.value {
  case 0x2001...0x2A6D, 0x2E80...0x2FDF, 0x2FF0...0x303F, 0x3100...0x312F, 0x31A0...0x31BF,
    0x31C0...0x31EF, 0x3200...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D, 0xFA30...0xFA6A,
    0xFA70...0xFAD9, 0xFE10...0xFE1F, 0xFE30...0xFE4F, 0xFF00...0xFFEF:
    true
  default: false
  }
}
