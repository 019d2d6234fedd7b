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
  /// The sequences in the order of the file.
  private let sequences: ByteStringTable
  /// [sequences, L] How likely a language has a sequence, as a logarithm: how many halves it is below that of the
  /// likeliest language.
  private let evidence: [UInt8]
  /// Where the sequences are found by their hashes: a table with open addressing, a quarter full.
  private let slots: [Slot]

  private struct Slot: Sendable {
    var hash: UInt64 = 0
    var number: Int32 = -1
  }

  /// - Parameters:
  ///   - evidence: [sequences, L] Up to ``most``.
  init(languages: [String], sequences: ByteStringTable, evidence: [UInt8]) {
    self.languages = languages
    self.sequences = sequences
    self.evidence = evidence
    var size = 16
    while size < 4 * sequences.count { size *= 2 }
    var slots = Array(repeating: Slot(), count: size)
    for number in 0..<Int32(sequences.count) {
      let hash = sequences[number].reduce(Self.seed) { Self.extended($0, by: $1) }
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[place].number >= 0 { place = (place + 1) & (size - 1) }
      slots[place] = Slot(hash: hash, number: number)
    }
    self.slots = slots
  }

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  private static func extended(_ hash: UInt64, by byte: UInt8) -> UInt64 {
    let product = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }

  /// The evidence of a word.
  ///
  /// Its sequences are found by hashes of 64 bits alone, which grow with them byte by byte.
  ///
  /// - Parameters:
  ///   - word: In lower case, with a space before and one behind.
  ///   - sum: [L] How many halves the word's logarithm is below the likeliest, over all its sequences.
  func find(_ word: Span<UInt8>, _ sum: UnsafeMutableBufferPointer<UInt16>) {
    for language in sum.indices { sum[language] = 0 }
    let mask = slots.count - 1
    slots.withUnsafeBufferPointer { slots in
      evidence.withUnsafeBufferPointer { evidence in
        for start in 0..<word.count where !word[start].isContinuation {
          var (hash, end) = (Self.seed, start)
          for length in 1...Self.longest where end < word.count {
            repeat {
              hash = Self.extended(hash, by: word[end])
              end += 1
            } while end < word.count && word[end].isContinuation
            if length == 1 && word[start] == 0x20 { continue }
            var place = Int(truncatingIfNeeded: hash) & mask
            while slots[place].number >= 0, slots[place].hash != hash { place = (place + 1) & mask }
            guard slots[place].number >= 0 else { continue }
            let first = Int(slots[place].number) * sum.count
            for language in 0..<sum.count { sum[language] &+= UInt16(evidence[first + language]) }
          }
        }
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
