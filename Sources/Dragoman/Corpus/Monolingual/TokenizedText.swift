/// Text of one language, or of several, as tokens: the sentences of documents, one after the other.
package struct TokenizedText: Sendable {
  /// All tokens, without marks.
  package private(set) var tokens: [Int32] = []
  /// [tokens] Whether each begins a word.
  private(set) var beginsWord: [Bool] = []
  /// [sentences + 1] Where each sentence begins in the tokens, and the end of the last.
  private(set) var offsets: [Int] = [0]
  /// [documents + 1] The first sentence of each document, and the end of the last.
  private(set) var documents: [Int] = [0]

  /// A text of nothing.
  package init() {}

  /// Reads files. Each line is a sentence; blank lines stand between documents, and so does the end of a file.
  ///
  /// - Parameters:
  ///   - maximumLength: The most tokens of a sentence; longer lines are cut into several.
  ///   - threads: They change the speed alone.
  /// - Throws: ``InputError`` when a file cannot be read.
  package init(
    _ paths: [String], tokenizer: Tokenizer, maximumLength: Int,
    invalidUTF8: LineReader.InvalidUTF8 = .fail, threads: Int
  ) throws {
    for path in paths {
      let reader = try LineReader(path: path, invalidUTF8: invalidUTF8)
      while case let lines = try reader.next(bytes: 1 << 22), !lines.isEmpty {
        let chunks = lines.chunks(of: 256)
        for encoded in mapConcurrently(chunks, threads: threads, { $0.map(tokenizer.encodeWords) })
        {
          for sentence in encoded { append(sentence, maximumLength: maximumLength) }
        }
      }
      endDocument()
    }
  }

  /// Takes documents that are tokens already, each token a word.
  package init(_ documents: [[[Int32]]]) {
    for document in documents {
      for sentence in document {
        append((sentence, sentence.map { _ in true }), maximumLength: max(1, sentence.count))
      }
      endDocument()
    }
  }

  private mutating func append(
    _ sentence: (ids: [Int32], beginsWord: [Bool]), maximumLength: Int
  ) {
    guard !sentence.ids.isEmpty else { return endDocument() }
    for part in sentence.ids.indices.chunks(of: maximumLength) {
      tokens += sentence.ids[part]
      beginsWord += sentence.beginsWord[part]
      offsets.append(tokens.count)
    }
  }

  private mutating func endDocument() {
    if documents.last != sentenceCount { documents.append(sentenceCount) }
  }

  /// How many sentences there are.
  package var sentenceCount: Int { offsets.count - 1 }

  /// How many documents there are.
  package var documentCount: Int { documents.count - 1 }

  /// Where the tokens of some sentences are.
  func place(of sentences: Range<Int>) -> Range<Int> {
    offsets[sentences.lowerBound]..<offsets[sentences.upperBound]
  }

  /// The words of some tokens, by their places among these. A token that goes on with a word that began before
  /// is one by itself.
  func words(in place: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start = place.lowerBound
    for token in place.dropFirst() where beginsWord[token] {
      words.append(start - place.lowerBound..<token - place.lowerBound)
      start = token
    }
    if !place.isEmpty { words.append(start - place.lowerBound..<place.count) }
    return words
  }

  /// A number that tells texts and their vocabularies apart.
  package var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for token in tokens { fingerprint.add(UInt64(UInt32(bitPattern: token))) }
    for value in [offsets, documents].joined() { fingerprint.add(UInt64(value)) }
    return fingerprint.value
  }
}
