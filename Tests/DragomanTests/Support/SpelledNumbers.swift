import CICU

/// Numbers in words, from Unicode's CLDR: a small corpus that is the same everywhere, in any language
/// and script, and parallel between any two.
enum SpelledNumbers {
  /// The numbers from 0 in words of a language such as `de`, one a line.
  static func lines(_ language: String, count: Int) -> [String] {
    (0..<count).map { number in
      var words = [CChar](repeating: 0, count: 1024)
      let length = cicu_spell_out(Int64(number), language, &words, Int32(words.count))
      return String(
        decoding: words.prefix(Int(max(0, length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
