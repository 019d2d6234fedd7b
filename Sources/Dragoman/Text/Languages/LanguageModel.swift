/// How often languages have sequences of up to four characters, within words and at their ends (Cavnar & Trenkle
/// 1994, *N-Gram-Based Text Categorization*).
///
/// Each sequence is a feature of a naive Bayes classifier. The evidence of a word is the sum of that of its
/// sequences, and a text's is the sum over its words.
package struct LanguageModel: Sendable {
  /// The longest sequence in characters.
  static let longest = 4

  /// [L] The languages' codes of ISO 639-1.
  package let languages: [String]
  /// The number of each sequence.
  private let sequences: ByteStringTable
  /// [sequences, L] How likely a language has a sequence, as a logarithm: how many halves it is below that of the
  /// likeliest language.
  private let evidence: [UInt8]

  /// - Parameters:
  ///   - evidence: [sequences, L] Up to ``most``.
  init(languages: [String], sequences: ByteStringTable, evidence: [UInt8]) {
    self.languages = languages
    self.sequences = sequences
    self.evidence = evidence
  }

  /// The evidence of a word.
  ///
  /// - Parameters:
  ///   - word: In lower case, with a space before and one behind.
  ///   - sum: [L] How many halves the word's logarithm is below the likeliest, over all its sequences.
  func find(_ word: Span<UInt8>, _ sum: UnsafeMutableBufferPointer<UInt16>) {
    for language in sum.indices { sum[language] = 0 }
    evidence.withUnsafeBufferPointer { evidence in
      Self.forEachSequence(of: word) { sequence in
        guard let number = sequences.number(of: sequence) else { return }
        let first = Int(number) * languages.count
        for language in sum.indices { sum[language] &+= UInt16(evidence[first + language]) }
      }
    }
  }

  /// Visits the sequences of a word, of one character up to ``longest``; a space alone is none.
  @inline(__always)
  static func forEachSequence(of word: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    var start = 0
    while start < word.count {
      var end = start
      for length in 1...longest where end < word.count {
        repeat { end += 1 } while end < word.count && word[end].isContinuation
        if length > 1 || word[start] != 0x20 { body(word.extracting(start..<end)) }
      }
      repeat { start += 1 } while start < word.count && word[start].isContinuation
    }
  }
}

// MARK: - The file

/// A file of the model is text. Its first line names the languages. Each other has a sequence, `_` for a space,
/// and a letter a language: how many halves the logarithm is below that of the likeliest.
extension LanguageModel {
  private static let title = "# Dragoman's languages, version 1:"
  /// The letter of the likeliest.
  private static let zero: UInt8 = 0x3F
  /// The lowest logarithm, in halves.
  static let most: UInt8 = 40

  /// Reads a file.
  ///
  /// - Throws: ``InputError`` with the line that is none of such a file.
  package init(path: String) throws {
    let reader = try LineReader(path: path)
    try self.init(lines: reader.rest(), path: path)
  }

  package init(lines: [String], path: String) throws {
    guard let first = lines.first?.behind(Self.title) else {
      throw InputError(
        path, "is no file of languages: its first line does not begin with “\(Self.title)”.",
        remedy: "Make one with: train languages")
    }
    let languages = first.split(separator: " ").map(String.init)
    guard languages.count >= 2 else {
      throw InputError(
        "\(path):1", "names \(languages.count) languages; there must be two or more.")
    }
    var sequences = ByteStringTable(minimumCapacity: lines.count)
    var evidence: [UInt8] = []
    evidence.reserveCapacity(lines.count * languages.count)
    for (index, line) in lines.enumerated().dropFirst() {
      let bytes = Array(line.utf8)
      guard let tab = bytes.firstIndex(of: 0x09), tab > 0,
        bytes.count == tab + 1 + languages.count,
        bytes[(tab + 1)...].allSatisfy({ Self.zero...(Self.zero + Self.most) ~= $0 })
      else {
        throw InputError(
          "\(path):\(index + 1)",
          "is not a sequence, a tab and a letter for each of the \(languages.count) languages.")
      }
      let sequence = bytes[..<tab].map { $0 == 0x5F ? 0x20 : $0 }
      guard sequences.insert(sequence.span) == index - 1 else {
        throw InputError("\(path):\(index + 1)", "has a sequence that an earlier line has.")
      }
      for letter in bytes[(tab + 1)...] { evidence.append(letter - Self.zero) }
    }
    self.init(languages: languages, sequences: sequences, evidence: evidence)
  }

  /// The lines of its file.
  package var lines: [String] {
    let title = ([Self.title] + languages).joined(separator: " ")
    return [title]
      + (0..<Int32(sequences.count)).map { number in
        let sequence = sequences[number].map { $0 == 0x20 ? 0x5F : $0 }
        let first = Int(number) * languages.count
        let letters = evidence[first..<first + languages.count].map {
          Self.zero + $0
        }
        return String(decoding: sequence + [0x09] + letters, as: UTF8.self)
      }
  }
}
