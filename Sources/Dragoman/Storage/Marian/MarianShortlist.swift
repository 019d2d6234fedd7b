/// The list that a model of Marian has of words that translate each other: `lex.s2t` as text, with a token of the target,
/// one of the source and a probability on each line; or `lex….s2t.bin`, as Firefox has it.
package struct MarianShortlist {
  /// Frequent tokens, and likely ones of each token, where nobody says how many.
  package static let usualCount = 100
  /// What the binary form begins with.
  private static let magic: UInt64 = 0xF11A_48D5_0134_17F5

  private let path: String
  private let first: Int
  private let best: Int

  /// Names a file, which is not read yet.
  ///
  /// - Parameters:
  ///   - first: How many tokens of the vocabulary are in every list; the binary form says it itself.
  ///   - best: How many translations of each token are taken; the binary form has no others.
  package init(path: String, first: Int = usualCount, best: Int = usualCount) {
    self.path = path
    self.first = first
    self.best = max(0, best)
  }

  /// Finds the file.
  ///
  /// - Parameters:
  ///   - names: The files of the folder.
  ///   - listed: The file that the model's `decoder.yml` lists, with its numbers.
  /// - Returns: `nil` when there is none.
  init?(_ folder: String, _ names: [String], listed: (name: String, first: Int, best: Int)?) {
    let found = names.filter { $0.hasPrefix("lex") && $0.contains(".s2t") }
    guard let name = listed.flatMap({ names.contains($0.name) ? $0.name : nil }) ?? found.first
    else { return nil }
    self.init(
      path: "\(folder)/\(name)", first: listed?.first ?? Self.usualCount,
      best: listed?.best ?? Self.usualCount)
  }

  /// - Throws: ``InputError`` when the file is damaged, or of another vocabulary.
  package func read(for tokenizers: TokenizerPair) throws -> Shortlist {
    let file = try MappedFile(path: path)
    var cursor = ByteCursor(file.bytes, place: path)
    guard cursor.remaining >= 8, try cursor.integer(UInt64.self) == Self.magic else {
      return try readText(tokenizers)
    }
    return try readBinary(&cursor, tokenizers)
  }

  /// The list of what each token's translations are. Marian has some tokens in every list: the first of the
  /// vocabulary, which are the most frequent, and of a joint vocabulary those of the source. Here more of the first
  /// are in, as many as any search asks for.
  private func shortlist(
    _ translations: [[Int32]], first: Int, _ tokenizers: TokenizerPair
  ) -> Shortlist {
    let frequent = 0..<Int32(min(tokenizers.target.count, max(first, Shortlist.frequentTokens)))
    let ends = tokenizers.targetFrame.after.filter { !frequent.contains($0) }
    return Shortlist(
      frequent: Array(frequent) + ends,
      translations: RaggedTokens(
        translations.enumerated().map { tokenizers.isJoint ? $1 + [Int32($0)] : $1 }))
  }

  // MARK: Binary

  private func readBinary(
    _ cursor: inout ByteCursor, _ tokenizers: TokenizerPair
  ) throws -> Shortlist {
    // The checksum, and how many likely tokens were taken of each list.
    _ = try cursor.integer(UInt64.self)
    let first = Int(clamping: try cursor.integer(UInt64.self))
    _ = try cursor.integer(UInt64.self)
    let offsetCount = try cursor.count(UInt64.self, ofBytes: MemoryLayout<UInt64>.size)
    let count = try cursor.count(UInt64.self, ofBytes: MemoryLayout<UInt32>.size)
    guard offsetCount == tokenizers.source.count + 1 else {
      throw otherVocabulary("it has lists for \(offsetCount - 1) tokens", tokenizers.source)
    }
    let offsets = try (0..<offsetCount).map { _ in
      Int(clamping: try cursor.integer(UInt64.self))
    }
    guard offsets[0] == 0, offsets[offsetCount - 1] == count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw InputError(
        path, "damaged: its lists do not lie one after the other.", remedy: ByteCursor.remedy)
    }
    let targets = tokenizers.target.count
    let tokens = try (0..<count).map { _ in
      let token = try cursor.integer(UInt32.self)
      guard token < targets else {
        throw otherVocabulary("it names token \(token)", tokenizers.target)
      }
      return Int32(token)
    }
    let lists = zip(offsets, offsets.dropFirst()).map { Array(tokens[$0..<$1]) }
    return shortlist(lists, first: first, tokenizers)
  }

  private func otherVocabulary(_ finding: String, _ tokenizer: Tokenizer) -> InputError {
    InputError(
      path,
      "not the shortlist of this model: \(finding), and the vocabulary has \(tokenizer.count).",
      remedy: "Use the files of one model together.")
  }

  // MARK: Text

  private struct Candidate {
    let token: Int32
    let probability: Float
  }

  private func readText(_ tokenizers: TokenizerPair) throws -> Shortlist {
    let reader = try LineReader(path: path)
    var lists = [[Candidate]](repeating: [], count: tokenizers.source.count)
    while let line = try reader.next() {
      let fields = line.split(separator: " ")
      guard fields.count == 3, let probability = Float(fields[2]), probability.isFinite else {
        throw InputError(
          "\(path):\(reader.lineNumber)", "expected a token, a token and a probability.",
          remedy: "Give the list that Marian was trained with, lex.s2t.")
      }
      // Of other tokens, and of none (`NULL`), nothing is looked up.
      guard let target = tokenizers.target.id(named: String(fields[0])),
        let source = tokenizers.source.id(named: String(fields[1]))
      else { continue }
      lists[Int(source)].append(Candidate(token: target, probability: probability))
      if lists[Int(source)].count >= 4 * best { lists[Int(source)] = likeliest(lists[Int(source)]) }
    }
    return shortlist(lists.map { likeliest($0).map(\.token) }, first: first, tokenizers)
  }

  private func likeliest(_ candidates: [Candidate]) -> [Candidate] {
    let sorted = candidates.sorted { ($1.probability, $0.token) < ($0.probability, $1.token) }
    return Array(sorted.prefix(best))
  }
}
