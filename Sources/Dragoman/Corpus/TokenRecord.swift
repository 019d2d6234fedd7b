/// What a file of records says of the tokens in it.
struct TokenNote: RecordNote {
  /// What they were made of; others have other tokens.
  var key: String
  /// The number of the first pair of each corpus.
  var firsts: [Int]
  /// The tokens' own fingerprint.
  var tokens: UInt64

  var fingerprint: Fingerprint { Fingerprint(tokens) }
}

/// A pair of tokens as bytes: its number among the pairs of its corpus, how many tokens the source has, these, and
/// those of the target.
struct TokenRecord {
  var number: Int
  var source: [Int32] = []
  var target: [Int32] = []

  /// - Throws: ``InputError`` when it is damaged.
  init(_ record: ArraySlice<UInt8>, of records: RecordStore) throws {
    var cursor = RecordCursor(record)
    func token() throws -> Int32 {
      guard let number = cursor.varint(), let token = Int32(exactly: number) else {
        throw records.damaged
      }
      return token
    }
    number = Int(try token())
    let sourceCount = Int(try token())
    guard sourceCount <= record.count else { throw records.damaged }
    source.reserveCapacity(sourceCount)
    for _ in 0..<sourceCount { source.append(try token()) }
    target.reserveCapacity(record.count - sourceCount)
    while !cursor.isAtEnd { target.append(try token()) }
  }

  static func bytes(_ pair: PairEncoder.Pair, of number: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * (pair.source.count + pair.target.count) + 6)
    bytes.append(varint: number)
    bytes.append(varint: pair.source.count)
    for token in pair.source { bytes.append(varint: token) }
    for token in pair.target { bytes.append(varint: token) }
    return bytes
  }
}

/// Writes pairs of tokens, corpus by corpus.
struct TokenWriter: ~Copyable {
  private var records: RecordWriter
  private var firsts: [Int] = []
  /// [pairs]
  private var labelCounts: [UInt32] = []
  /// Two numbers for each: the corpus, and the pair in it.
  private var emptyPairs: [UInt32] = []
  private var longPairs: [UInt32] = []

  init(_ records: consuming RecordWriter) { self.records = records }

  /// Begins with the pairs of the next corpus.
  mutating func beginPart() { firsts.append(records.count) }

  mutating func append(_ pair: PairEncoder.Pair, of number: Int) throws {
    try append(TokenRecord.bytes(pair, of: number), labels: pair.target.count + 1)
  }

  mutating func append(_ record: [UInt8], labels: Int) throws {
    try records.append(record)
    labelCounts.append(UInt32(labels))
  }

  /// Notes that a pair is left out because a side is empty.
  mutating func leaveOut(empty number: Int) { emptyPairs += [part, UInt32(number)] }

  /// Notes that a pair is left out because a side is too long.
  mutating func leaveOut(long number: Int) { longPairs += [part, UInt32(number)] }

  private var part: UInt32 { UInt32(firsts.count - 1) }

  /// - Parameter key: What the tokens were made of.
  consuming func finish(key: String) throws -> (RecordStore, TokenNote) {
    let firsts = firsts
    let tables = [labelCounts, emptyPairs, longPairs]
    var note = TokenNote(key: key, firsts: firsts, tokens: 0)
    let store = try records.finish(tables: tables) { store in
      note.tokens = try Self.fingerprint(of: store)
      return try note.description
    }
    return (store, note)
  }

  /// Of all tokens of the sources and where each ends, then of the targets.
  private static func fingerprint(of records: RecordStore) throws -> UInt64 {
    var fingerprint = Fingerprint()
    for side in [\TokenRecord.source, \.target] {
      var ends: [UInt32] = [0]
      ends.reserveCapacity(records.count + 1)
      try records.forEach(0..<records.count) { _, record in
        let tokens = try TokenRecord(record, of: records)[keyPath: side]
        for token in tokens { fingerprint.add(UInt64(UInt32(bitPattern: token))) }
        ends.append(ends[ends.count - 1] &+ UInt32(tokens.count))
      }
      for end in ends { fingerprint.add(UInt64(end)) }
    }
    return fingerprint.value
  }
}
