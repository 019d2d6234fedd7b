import Documents
import Dragoman
import Glibc

/// A document is refused, or comes back as it was from a translator that changes nothing; and one that
/// changes all makes something of it.
///
/// The first byte says the format.
func checkDocument(_ bytes: UnsafeRawBufferPointer) throws {
  let formats = DocumentFormat.allCases
  guard let first = bytes.first else { return }
  let format = formats[Int(first) % formats.count]
  let content = UnsafeRawBufferPointer(rebasing: bytes[1...])
  try withFile(content) { path in
    var settings = DocumentSettings()
    // Others have the name of the language changed.
    if format == .xcstrings || format == .tmx { settings.language = "de" }
    settings.column = "1"
    let document = try Document(contentsOf: path, format: format, settings: settings)
    let same = try document.translated(by: WordLaw(isChanging: false)) { _ in }.bytes
    try expect(same.elementsEqual(content), "the same bytes")
    settings.language = "de"
    settings.retranslates = true
    settings.into = "2"
    _ = try Document(contentsOf: path, format: format, settings: settings)
      .translated(by: WordLaw(isChanging: true)) { _ in }
  }
}

/// Gives lines back, or their words in capitals and the opposite order.
private struct WordLaw: LineTranslator {
  let isChanging: Bool

  func translate(
    _ lines: [String], keeping words: Set<String>,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TranslatedLine] {
    lines.map { isChanging ? changed($0) : TranslatedLine(text: $0, links: []) }
  }

  private func changed(_ line: String) -> TranslatedLine {
    var text = ""
    var links: [TokenLink] = []
    for word in line.split(whereSeparator: \.isWhitespace).reversed() {
      if !text.isEmpty { text += " " }
      let start = text.utf8.count
      text += word.uppercased()
      let place = line.utf8.distance(from: line.startIndex, to: word.startIndex)
      links.append(
        TokenLink(
          source: place..<place + word.utf8.count, target: start..<text.utf8.count, weight: 1))
    }
    return TranslatedLine(text: text, links: links)
  }
}
