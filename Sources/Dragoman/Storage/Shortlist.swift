import Glibc

/// Which tokens a translation may have (Jean et al. 2015): those that are frequent, and for each token of
/// its source those that translate it most often.
///
/// The output layer is then a few hundred tokens wide instead of all. A sentence chooses only from its own
/// tokens, never from those of the sentences beside it.
package struct Shortlist: Sendable, Equatable {
  /// Frequent tokens that every list has, or all if there are fewer: as many as sampling can ask for, and
  /// as many as one part of an output product.
  package static let frequentTokens = PackedMatrix.division

  private let frequent: [Int32]
  /// [V] The likeliest translations of each token of the source.
  private let translations: RaggedTokens

  /// - Parameters:
  ///   - frequent: Tokens of every list.
  ///   - translations: Those of each token of the source.
  package init(frequent: [Int32], translations: RaggedTokens) {
    self.frequent = frequent
    self.translations = translations
  }

  /// The tokens that the translation of a source may have, ascending, the end mark among them.
  ///
  /// - Parameter required: Others that it must have.
  package func tokens(for source: [Int32], and required: [Int32] = []) -> [Int32] {
    var tokens = TokenSet()
    tokens.insert(frequent)
    tokens.insert(required)
    for token in source { tokens.insert(translations[Int(token)]) }
    return tokens.elements
  }

  /// Reads the file that ``save(to:)`` wrote.
  ///
  /// - Parameters:
  ///   - sources: Tokens of the source's vocabulary.
  ///   - targets: Tokens of the target's vocabulary.
  /// - Throws: ``InputError`` when it is missing, damaged or of another vocabulary.
  package init(contentsOf path: String, sources: Int, targets: Int) throws {
    guard access(path, F_OK) == 0 else {
      throw InputError(path, "no shortlist.", remedy: "Make it with 'train shortlist'.")
    }
    let file = try Safetensors(path: path)
    let frequent = try file.numbers("frequent")
    let (counts, all) = (try file.numbers("counts"), try file.numbers("translations"))
    let known = 0..<Int32(clamping: targets)
    guard counts.count == sources, counts.allSatisfy({ $0 >= 0 }),
      counts.reduce(0, { $0 + Int($1) }) == all.count, !frequent.isEmpty,
      frequent.allSatisfy(known.contains), all.allSatisfy(known.contains)
    else {
      throw InputError(
        path, "does not fit the model's vocabulary of \(sources) tokens.",
        remedy: "Make it again with 'train shortlist'.")
    }
    var translations = RaggedTokens()
    var first = 0
    for count in counts {
      translations.append(all[first..<first + Int(count)])
      first += Int(count)
    }
    self.init(frequent: frequent, translations: translations)
  }

  /// Writes the list as safetensors: how many translations each token has, and all of them.
  ///
  /// - Throws: ``InputError`` when the file cannot be written.
  package func save(to path: String) throws {
    let counts = (0..<translations.count).map { Int32(translations.length($0)) }
    try frequent.withUnsafeBufferPointer { frequent in
      try counts.withUnsafeBufferPointer { counts in
        try translations.ids.withUnsafeBufferPointer { ids in
          let tensors = [("counts", counts), ("frequent", frequent), ("translations", ids)]
          try Safetensors.write(
            tensors.map { WrittenTensor(name: $0, shape: [$1.count], values: $1) },
            metadata: ["format": "dragoman-shortlist"], to: path)
        }
      }
    }
  }
}

/// Tokens as a bit each, from which they come in order.
private struct TokenSet {
  private var words: [UInt64] = []

  mutating func insert(_ tokens: some Sequence<Int32>) {
    for token in tokens {
      let word = Int(token) / 64
      if word >= words.count {
        words.append(contentsOf: repeatElement(0, count: word + 1 - words.count))
      }
      words[word] |= 1 << (token % 64)
    }
  }

  var elements: [Int32] {
    var elements: [Int32] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        elements.append(Int32(64 * index + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return elements
  }
}
