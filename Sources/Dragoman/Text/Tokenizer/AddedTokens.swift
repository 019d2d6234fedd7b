import CICU

/// Strings that become tokens before the text is normalised and split, as a file may define them.
struct AddedTokens: Sendable {
  struct Token: Sendable {
    var text: [UInt8]
    var id: Int32
    /// Whether it counts only where no letter or digit stands beside it.
    var isWord = false
    /// Whether the white space before or after goes with it.
    var takesSpaceBefore = false
    var takesSpaceAfter = false
  }

  private var trie = ByteTrie()
  private let tokens: [Token]

  init(_ tokens: [Token]) {
    self.tokens = tokens
    for (number, token) in tokens.enumerated() where !token.text.isEmpty {
      trie.insert(token.text.span, number: Int32(number))
    }
  }

  var isEmpty: Bool { trie.isEmpty }

  /// Gives the parts of a text: tokens that occur in it, the longest where several begin, and what
  /// lies between.
  func forEachPart(of text: Span<UInt8>, _ body: (_ range: Range<Int>, _ id: Int32?) -> Void) {
    guard !isEmpty else { return text.isEmpty ? () : body(0..<text.count, nil) }
    var done = 0
    var offset = 0
    while offset < text.count {
      guard let length = trie.longestMatch(in: text, at: offset),
        let token = token(text.extracting(offset..<offset + length))
      else {
        offset += 1
        continue
      }
      var range = offset..<offset + length
      offset = range.upperBound
      if token.isWord,
        hasWordCharacter(text, before: range.lowerBound)
          || range.upperBound < text.count
            && cicu_is_word_character(text.scalar(at: range.upperBound).value)
      {
        continue
      }
      if token.takesSpaceBefore {
        range = max(done, spaceStart(text, before: range.lowerBound))..<range.upperBound
      }
      if token.takesSpaceAfter {
        range = range.lowerBound..<spaceEnd(text, after: range.upperBound)
      }
      if range.lowerBound > done { body(done..<range.lowerBound, nil) }
      body(range, token.id)
      done = range.upperBound
      offset = max(offset, done)
    }
    if done < text.count { body(done..<text.count, nil) }
  }

  private func token(_ text: Span<UInt8>) -> Token? {
    var node = ByteTrie.root
    for index in text.indices {
      guard let next = trie.child(of: node, text[index]) else { return nil }
      node = next
    }
    let number = Int(trie.number(at: node))
    return tokens.indices.contains(number) ? tokens[number] : nil
  }

  private func hasWordCharacter(_ text: Span<UInt8>, before offset: Int) -> Bool {
    guard let start = text.scalarStart(before: offset) else { return false }
    return cicu_is_word_character(text.scalar(at: start).value)
  }

  private func spaceStart(_ text: Span<UInt8>, before offset: Int) -> Int {
    var offset = offset
    while let start = text.scalarStart(before: offset),
      CharacterSet.whiteSpace.contains(text.scalar(at: start).value)
    {
      offset = start
    }
    return offset
  }

  private func spaceEnd(_ text: Span<UInt8>, after offset: Int) -> Int {
    var offset = offset
    while offset < text.count {
      let character = text.scalar(at: offset)
      guard CharacterSet.whiteSpace.contains(character.value) else { break }
      offset += character.length
    }
    return offset
  }
}

extension Span<UInt8> {
  /// Where the character begins that ends at an offset of valid UTF-8; `nil` at the start.
  fileprivate func scalarStart(before offset: Int) -> Int? {
    guard offset > 0 else { return nil }
    var start = offset - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}
