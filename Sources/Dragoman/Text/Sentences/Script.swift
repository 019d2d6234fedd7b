import CICU

/// A writing system, as Unicode names it: `Latin`, `Cyrillic`, `Han`.
package struct Script: Hashable, Sendable, CustomStringConvertible {
  private let code: Int32

  /// The script of a character; `nil` for what many scripts share, such as digits and punctuation.
  package init?(_ character: Unicode.Scalar) {
    code = cicu_script(character.value)
    if code <= 1 { return nil }
  }

  package var description: String { String(cString: cicu_script_name(code)) }

  /// Whether this is the script of Chinese.
  package var isHan: Bool { self == Script("漢") }

  /// Whether this is one of the scripts that Chinese and Japanese mix: Han and the two kana.
  package var isHanOrKana: Bool { Self.hanAndKana.contains(self) }

  /// Whether languages in this script put no spaces between words.
  package var isUnspaced: Bool { isHanOrKana || Self.unspaced.contains(self) }

  private static let hanAndKana = Set("漢あア".unicodeScalars.compactMap(Script.init))
  private static let unspaced = Set("กຂကក".unicodeScalars.compactMap(Script.init))
}

extension Script {
  /// The script that most characters of `lines` have; `nil` when there is none.
  package static func main(of lines: some Sequence<String>) -> Script? {
    var counts: [Script: Int] = [:]
    // Asking ICU about each letter of English would take longer than to score the text.
    var basicLatin = 0
    // Characters of one script come in runs.
    var run: (script: Script, length: Int)?
    for var line in lines {
      line.withUTF8 { bytes in
        let text = Span(_unsafeElements: bytes)
        var offset = 0
        while offset < text.count {
          let byte = text[offset]
          if byte < 0x80 {
            // A sum instead of a branch, which would be guessed wrong at every other end of a word.
            basicLatin += (0x61...0x7A).contains(byte | 0x20) ? 1 : 0
            offset += 1
            continue
          }
          let (character, length) = text.scalar(at: offset)
          offset += length
          if let script = Unicode.Scalar(character).flatMap(Script.init) {
            if let (last, length) = run, last == script {
              run = (last, length + 1)
            } else {
              if let (last, length) = run { counts[last, default: 0] += length }
              run = (script, 1)
            }
          }
        }
      }
    }
    if let (last, length) = run { counts[last, default: 0] += length }
    if basicLatin > 0, let latin = Script("a") { counts[latin, default: 0] += basicLatin }
    return counts.max { ($0.value, $1.key.code) < ($1.value, $0.key.code) }?.key
  }
}
