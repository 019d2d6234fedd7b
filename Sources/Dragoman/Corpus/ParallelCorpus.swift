/// Sentences and their translations: line `n` of one file is a translation of line `n` of the other.
///
/// The text lies where a ``CorpusStorage`` says, and is read from there pair by pair.
public struct ParallelCorpus: Sendable {
  /// A sentence and its translation.
  package struct Pair: Sendable, Equatable {
    package var source: String
    package var target: String
    /// The line of the files, counted from 1.
    package var line: Int

    package init(source: String, target: String, line: Int) {
      self.source = source
      self.target = target
      self.line = line
    }
  }

  /// The file of the sentences.
  package let sourcePath: String
  /// How many U+FFFD stand in place of bytes of the files that were not UTF-8.
  public let replacements: Int
  /// Tells the text apart from other text.
  let fingerprint: String
  private let records: RecordStore

  init(_ records: RecordStore, _ note: TextNote, sourcePath: String) {
    self.records = records
    self.sourcePath = sourcePath
    replacements = note.replacements
    fingerprint = "\(note.checksum) \(note.bytes) \(records.count)"
  }

  /// Reads two plain text files that are line by line translations of each other.
  ///
  /// A pair of which a side is blank has nothing to teach and is left out.
  ///
  /// - Parameters:
  ///   - sourcePath: The file of the sentences, in UTF-8, gzip or not.
  ///   - targetPath: The file of their translations, in UTF-8, gzip or not.
  ///   - invalidUTF8: What to do about bytes that are not UTF-8.
  ///   - storage: Where the text lies. What it has of the same files is not read again.
  /// - Throws: ``InputError`` when a file is missing, not to be read, not UTF-8 or without a sentence,
  ///   or when the files have different numbers of lines; then it names the line near which lengths
  ///   stop fitting together.
  public init(
    sourcePath: String, targetPath: String, invalidUTF8: LineReader.InvalidUTF8 = .fail,
    storage: CorpusStorage = CorpusStorage()
  ) throws {
    let files = CorpusFiles(source: sourcePath, target: targetPath, invalidUTF8: invalidUTF8)
    self = try TextImport(files, storage: storage).corpus()
  }

  /// How many pairs there are.
  public var count: Int { records.count }

  /// The lines of the files that are not in the corpus because a side of them is blank.
  package var blankLines: [Int] { records.tables[0].map(Int.init) }

  /// Bytes of memory that the text takes.
  package var memory: Int { records.memory }

  /// The file that has the text; `nil` when it is in memory.
  public var path: String? { records.path }

  /// One pair.
  ///
  /// - Throws: ``InputError`` when the file of the text cannot be read, or is damaged.
  package func pair(_ number: Int) throws -> Pair { try pair(records.record(number)) }

  /// Pairs one after the other.
  ///
  /// - Throws: ``InputError`` when the file of the text cannot be read, or is damaged.
  package func pairs(_ numbers: Range<Int>) throws -> [Pair] {
    var pairs: [Pair] = []
    pairs.reserveCapacity(numbers.count)
    try records.forEach(numbers) { pairs.append(try pair($1)) }
    return pairs
  }

  /// One of the two languages.
  package enum Side: Sendable {
    case source, target
  }

  /// The sentences of a side, one after the other.
  ///
  /// - Throws: ``InputError`` when the file of the text cannot be read, or is damaged.
  package func lines(of side: Side, _ numbers: Range<Int>) throws -> [String] {
    var lines: [String] = []
    lines.reserveCapacity(numbers.count)
    try records.forEach(numbers) { _, record in
      let text = try sides(of: record)
      lines.append(String(decoding: side == .source ? text.source : text.target, as: UTF8.self))
    }
    return lines
  }

  // MARK: - Records

  /// A pair as bytes: the line, the length of the source, the source, the target.
  static func record(_ source: String, _ target: String, line: Int) -> [UInt8] {
    var record: [UInt8] = []
    record.reserveCapacity(source.utf8.count + target.utf8.count + 8)
    record.append(varint: line)
    record.append(varint: source.utf8.count)
    record.append(contentsOf: source.utf8)
    record.append(contentsOf: target.utf8)
    return record
  }

  private func pair(_ record: ArraySlice<UInt8>) throws -> Pair {
    let sides = try sides(of: record)
    return Pair(
      source: String(decoding: sides.source, as: UTF8.self),
      target: String(decoding: sides.target, as: UTF8.self), line: sides.line)
  }

  private func sides(
    of record: ArraySlice<UInt8>
  ) throws -> (line: Int, source: ArraySlice<UInt8>, target: ArraySlice<UInt8>) {
    var cursor = RecordCursor(record)
    guard let line = cursor.varint(), let size = cursor.varint(), let source = cursor.take(size)
    else { throw records.damaged }
    return (line, source, cursor.takeAll())
  }
}
