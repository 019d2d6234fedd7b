import Dragoman

import Documents

/// Gives every line back.
struct Identity: LineTranslator {
  func translate(
    _ lines: [String], keeping words: Set<String>, progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TranslatedLine] {
    lines.map { TranslatedLine(text: $0, links: []) }
  }
}

/// Translates word by word: the same words in another order, and other letters.
struct WordTranslator: LineTranslator {
  /// From the words of the source, where each comes from.
  var order: @Sendable (Int) -> [Int] = { Array(0..<$0) }
  /// What becomes of a word.
  var word: @Sendable (String) -> String = { $0.uppercased() }

  /// Leaves alone what programs and tags are made of.
  static let careful = WordTranslator(word: { word in
    word.contains { "%{}$#\\<>&".contains($0) } ? word : word.uppercased()
  })

  static let reversed = WordTranslator(order: { (0..<$0).reversed() })

  func translate(
    _ lines: [String], keeping words: Set<String>, progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TranslatedLine] {
    lines.map(translate)
  }

  private func translate(_ line: String) -> TranslatedLine {
    let sources = line.split(whereSeparator: \.isWhitespace)
    var text = ""
    var links: [TokenLink] = []
    for index in order(sources.count) {
      if !text.isEmpty { text += " " }
      let start = text.utf8.count
      text += word(String(sources[index]))
      let source = sources[index]
      let place = line.utf8.distance(from: line.startIndex, to: source.startIndex)
      links.append(
        TokenLink(
          source: place..<place + source.utf8.count, target: start..<text.utf8.count, weight: 1))
    }
    return TranslatedLine(text: text, links: links)
  }
}
