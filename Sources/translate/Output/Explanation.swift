import CommandSupport
import Dragoman
import Report

/// The page that `--explain` writes: how the model came to its translations.
struct Explanation {
  /// A page with more could hardly be shown.
  private static let mostSentences = 200

  private let file: AtomicFile
  private var sentences: [HTML] = []
  private var omitted = 0

  /// - Throws: `InputError` when the file cannot be written.
  init(path: String) throws { file = try AtomicFile(path: path) }

  /// Takes the translation of a line.
  mutating func add(_ translation: Translation, place: String) {
    for (index, sentence) in translation.sentences.enumerated() {
      guard sentences.count < Self.mostSentences else {
        omitted += translation.sentences.count - index
        return
      }
      let number = translation.sentences.count > 1 ? ", sentence \(index + 1)" : ""
      sentences.append(SentenceExplanation(sentence, title: place + number).html)
    }
  }

  /// Writes the page.
  func write() throws {
    if omitted > 0 {
      note(
        "\(file.path): shows \(Self.mostSentences) sentences; \(Figures.count(omitted)) more are left out"
      )
    }
    var text = Page(
      title: "How it was translated",
      subtitle: "\(Figures.count(sentences.count)) "
        + "\(sentences.count == 1 ? "sentence" : "sentences") · translate \(dragomanVersion)",
      sections: [Self.guide] + sentences
    ).text
    try text.withUTF8 { try file.append(UnsafeRawBufferPointer($0)) }
    try file.commit()
  }

  private static let guide: HTML = """
    <h2>How to read this page</h2>
    <p class="note">Tokens of a translation are shaded: the stronger the shade, the less likely the model \
    found the token at its place. In the picture each row is a token of the translation and each column \
    one of the source (▁ is a space, ⏎ the end of the sentence); the stronger a cell, the more the model \
    looked there. Below are the translations that it considered, with their scores.</p>
    """
}
