/// What is known of a pair by itself.
struct ExaminedPair: Sendable {
  var text: (source: String, target: String)
  var faults: [PairFault]
  /// Words of each side.
  let sourceLength: Int, targetLength: Int
  /// Hashes of the pair as it is, of its letters and digits, and of the target's.
  let exactHash: UInt32, foldedHash: UInt64, targetHash: UInt64
  /// The words as the lexicon knows them; none when there is no lexicon.
  var source = Lexicon.Line()
  var target = Lexicon.Line()
  /// [verdicts] Empty when there is no judge.
  var probabilities: [Float] = []

  init(_ text: (source: String, target: String), _ faults: [PairFault], _ checks: RuleChecks) {
    self.text = text
    self.faults = faults
    (sourceLength, targetLength) = (checks.source.words.count, checks.target.words.count)
    foldedHash = checks.source.foldedHash &* 0x9E37_79B9_7F4A_7C15 ^ checks.target.foldedHash
    targetHash = checks.target.foldedHash
    var hash = ByteHash(length: text.source.utf8.count)
    for side in [text.source, text.target] {
      var side = side
      side.withUTF8 {
        let bytes = Span(_unsafeElements: $0)
        for offset in stride(from: 0, to: bytes.count, by: 8) {
          hash.combine(bytes.word(at: offset))
        }
      }
    }
    exactHash = UInt32(truncatingIfNeeded: hash.value)
  }
}

/// Pairs and targets that were there before.
struct Repetitions: Sendable {
  /// Different sources of one target that make it boilerplate.
  private static let boilerplate: UInt32 = 20

  private var pairs = HashCounter()
  private var targets = HashCounter()

  /// Whether a pair repeats an earlier one. Only a pair that is sound otherwise stands for later ones.
  mutating func add(_ pair: ExaminedPair, isOtherwiseSound: Bool) -> PairFault? {
    guard isOtherwiseSound, pair.foldedHash != 0 else { return nil }
    if let first = pairs.mark(of: pair.foldedHash, orKeep: pair.exactHash) {
      if first == pair.exactHash { return .duplicate }
      // Short ones say too little to be tiresome.
      return max(pair.sourceLength, pair.targetLength) >= 4 ? .nearDuplicate : nil
    }
    if pair.targetLength >= 4, targets.add(pair.targetHash) > Self.boilerplate {
      return .boilerplate
    }
    return nil
  }
}
