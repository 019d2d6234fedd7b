internal import CLanguages

/// Tells which language a line is in.
///
/// It remembers the evidence of words that it met lately, so each thread has one of its own.
package struct LanguageIdentifier: Sendable {
  /// What a line's words say of its language.
  package struct Guess: Sendable, Equatable {
    /// The place of the likeliest in ``LanguageModel/languages``.
    package let language: Int
    /// How much likelier that is than the second, as a logarithm.
    package let margin: Float
  }

  /// The model that is part of Dragoman.
  package static let standard: LanguageModel = {
    let bytes = UnsafeBufferPointer(start: clanguages_model(), count: clanguages_model_size())
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    guard let model = try? LanguageModel(lines: lines, path: "languages") else {
      preconditionFailure("the file of languages is part of the program")
    }
    return model
  }()

  /// The sequences of a word overlap, so each says again what others said: four times, in halves.
  private static let scale: Float = -1 / 8
  /// Words that are remembered, each in the one place that its hash gives it.
  private static let cacheSize = 1 << 15

  package let model: LanguageModel
  private var hashes: [UInt64]
  /// [cacheSize, L]
  private var known: [UInt16]
  /// [L]
  private var sums: [Int32]
  /// [L] The evidence of the last line, as logarithms of likelihoods.
  package private(set) var evidence: [Float]
  /// The words of the last line that were looked at.
  private(set) var words = 0

  package init(_ model: LanguageModel) {
    self.model = model
    hashes = Array(repeating: 0, count: Self.cacheSize)
    known = Array(repeating: 0, count: Self.cacheSize * model.languages.count)
    sums = Array(repeating: 0, count: model.languages.count)
    evidence = Array(repeating: 0, count: model.languages.count)
  }

  /// The likeliest language of a line; `nil` when it has no word of letters.
  package mutating func identify(_ line: String) -> Guess? {
    var words = LineWords()
    words.read(line)
    return identify(words)
  }

  /// The same of a line that was read already.
  ///
  /// - Parameter other: Words of this line are left out, such as the names that both sides of a pair share.
  mutating func identify(_ line: LineWords, without other: LineWords? = nil) -> Guess? {
    let count = sums.count
    for language in 0..<count { sums[language] = 0 }
    words = 0
    for word in line.words where word.hasLettersOnly {
      if let other, other.words.contains(where: { $0.hash == word.hash }) { continue }
      words += 1
      let place = Int(truncatingIfNeeded: word.hash) & (Self.cacheSize - 1)
      if hashes[place] != word.hash { learn(word, of: line, at: place) }
      let first = place * count
      for language in 0..<count { sums[language] &+= Int32(known[first + language]) }
    }
    guard words > 0 else { return nil }
    for language in 0..<count { evidence[language] = Float(sums[language]) * Self.scale }
    var (best, second) = (0, -Float.infinity)
    for language in 1..<count {
      if evidence[language] > evidence[best] {
        second = evidence[best]
        best = language
      } else {
        second = max(second, evidence[language])
      }
    }
    return Guess(language: best, margin: evidence[best] - second)
  }

  private mutating func learn(_ word: LineWords.Word, of line: LineWords, at place: Int) {
    hashes[place] = word.hash
    let first = place * sums.count
    let spaced = word.range.lowerBound - 1..<word.range.upperBound + 1
    known.withUnsafeMutableBufferPointer { known in
      model.find(
        line.bytes.span.extracting(spaced),
        UnsafeMutableBufferPointer(rebasing: known[first..<first + sums.count]))
    }
  }
}
