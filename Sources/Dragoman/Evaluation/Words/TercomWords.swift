/// How a line is cut into words: the rules of Tercom (Snover et al. 2006) as sacreBLEU applies them.
extension TER {
  /// Calls `body` with each word of a hypothesis in order.
  package func forEachWord(
    of hypothesis: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) {
    WhiteSpace.split(separate(caseSensitive ? hypothesis : hypothesis.lowercased()), body)
  }

  /// Calls `body` with each word of a reference in order.
  ///
  /// sacreBLEU goes over references twice, and normalising parts more the second time: of `a..5` it
  /// makes `a . .5` and then `a . . 5`.
  package func forEachWord(
    ofReference reference: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) {
    guard normalized else { return forEachWord(of: reference, body) }
    var words: [Unicode.Scalar] = []
    forEachWord(of: reference) { words += $0 + [" "] }
    WhiteSpace.split(separate(caseSensitive ? words : words.lowercased()), body)
  }

  /// The line with white space around each word.
  private func separate(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var line = line
    WhiteSpace.trimEnd(&line)
    if normalized { line = normalize(line) }
    if noPunctuation {
      line.removeAll { isWesternPunctuation($0) || asianSupport && isAsianPunctuation($0) }
    }
    return line
  }

  private func normalize(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var line = Substitution.replacing("\n-", in: line, by: "")
    line = Substitution.replacing("\n", in: line, by: " ")
    line = MtevalRules.separateSymbols(MtevalRules.pad(MtevalRules.decodeEntities(line)))
    line = Substitution.replacing("'s ", in: line, by: " 's ")
    line = MtevalRules.separateDashes(MtevalRules.separatePoints(line))
    guard asianSupport else { return line }
    return Substitution.isolating(in: line) { isIdeograph($0) || isAsianPunctuation($0) }
  }
}

private func isWesternPunctuation(_ character: Unicode.Scalar) -> Bool {
  switch character {
  case ".", ",", "?", ":", ";", "!", "\"", "(", ")": true
  default: false
  }
}

private func isAsianPunctuation(_ character: Unicode.Scalar) -> Bool {
  switch character.value {
  case 0x3001, 0x3002, 0x3008...0x3011, 0x3014...0x301F, 0x30FB, 0xFF61...0xFF65,
    0xFF01, 0xFF02, 0xFF08, 0xFF09, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F:
    true
  default: false
  }
}

/// Chinese characters and their like, one word each.
///
/// Rules for kana exist too, but look for them at the start of a line that by then starts with a space.
private func isIdeograph(_ character: Unicode.Scalar) -> Bool {
  switch character.value {
  case 0x2E80...0x2EFF, 0x31C0...0x31EF, 0x3200...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
    0xFE30...0xFE4F:
    true
  default: false
  }
}
