import CICU

extension AlignedText {
  /// Lower-cases each character by itself, as the Hugging Face library does: Σ becomes σ everywhere.
  mutating func lowercaseCharacters() {
    edit { editor in
      let old = editor.text.bytes
      var offset = 0
      while offset < old.count {
        let character = old.span.scalar(at: offset)
        let range = offset..<offset + character.length
        if character.value == 0x130 {
          // İ alone has a lower-case form of two characters.
          editor.replace(range, with: "i\u{307}".utf8)
        } else {
          let lower = cicu_lowercase_character(character.value)
          if lower != character.value, let scalar = Unicode.Scalar(lower) {
            editor.replace(range, with: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
          }
        }
        offset = range.upperBound
      }
    }
  }

  /// Lower-cases by the rules of a language and the characters around: Σ at a word's end becomes ς,
  /// and Turkish I becomes ı.
  mutating func lowercase(language: String) {
    edit { editor in
      let old = editor.text
      var edits = [Int32](repeating: 0, count: old.isTracked ? 2 * old.bytes.count + 2 : 0)
      var editCount: Int32 = 0
      let result = withICUText(old.bytes.span) { source, length, result, capacity in
        edits.withUnsafeMutableBufferPointer {
          cicu_lowercase(
            language, source, length, result, capacity, old.isTracked ? $0.baseAddress : nil,
            &editCount)
        }
      }
      guard let result else { return }
      guard old.isTracked else { return editor.replace(0..<old.bytes.count, with: result) }
      var before = 0
      var after = 0
      for edit in 0..<Int(editCount) {
        let (oldEnd, newEnd) = (before + Int(edits[2 * edit]), after + Int(edits[2 * edit + 1]))
        if old.bytes[before..<oldEnd] != result[after..<newEnd] {
          editor.replace(before..<oldEnd, with: result[after..<newEnd])
        }
        (before, after) = (oldEnd, newEnd)
      }
    }
  }
}
