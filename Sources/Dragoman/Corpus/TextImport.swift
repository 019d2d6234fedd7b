import FoundationEssentials
import Glibc

/// What a file of records says of the text in it.
struct TextNote: RecordNote {
  /// The files that it was read from; a file of another size or time has other text.
  var files: [FileStamp]
  var replacements: Int
  /// The CRC-32 of the records, and their bytes.
  var checksum: UInt32
  var bytes: Int
}

/// By what a file is known again without being read.
struct FileStamp: Codable, Equatable {
  var size: Int
  var seconds: Int
  var nanoseconds: Int

  /// `nil` for what can be read only once.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}

/// Reads the two files of a parallel corpus into storage.
struct TextImport {
  private let files: CorpusFiles
  private let storage: CorpusStorage
  /// `nil` where one of the files is none that is known again.
  private let stamps: [FileStamp]?

  init(_ files: CorpusFiles, storage: CorpusStorage) {
    self.files = files
    self.storage = storage
    let stamps = [files.source, files.target].compactMap { FileStamp($0) }
    self.stamps = stamps.count == 2 ? stamps : nil
  }

  /// The corpus as storage has it, or read anew.
  func corpus() throws -> ParallelCorpus {
    let known = try stamps.flatMap { stamps in
      try storage.records(name) { (note: TextNote) in note.files == stamps }
    }
    if let (records, note) = known {
      return ParallelCorpus(records, note, sourcePath: files.source)
    }
    return try read()
  }

  /// The name of the file in storage, which says whose it is.
  private var name: String {
    var key = Fingerprint()
    for path in [files.source, files.target] { key.add(bytes: Array(resolvingLinks(path).utf8)) }
    key.add(bytes: Array(files.invalidUTF8.rawValue.utf8))
    let base = files.source.split(separator: "/").last.map(String.init) ?? "text"
    return "\(base)-\(key.text).text"
  }

  /// Pairs that are read at a time.
  private static let pairsOfBlock = 4_096

  private func read() throws -> ParallelCorpus {
    let reader = try PairReader(files)
    var writer = storage.writer(name)
    var checksum = Checksum()
    var bytes = 0
    var blankLines: [UInt32] = []
    var hasText = (source: false, target: false)
    var line = 0
    let size = stamps.map { $0.reduce(0) { $0 + $1.size } } ?? 0
    while true {
      let pairs = try reader.next(Self.pairsOfBlock)
      if pairs.isEmpty { break }
      for (source, target) in pairs {
        line += 1
        let isBlank = (source: source.isBlank, target: target.isBlank)
        hasText.source = hasText.source || !isBlank.source
        hasText.target = hasText.target || !isBlank.target
        if isBlank.source || isBlank.target {
          blankLines.append(UInt32(clamping: line))
          continue
        }
        let record = ParallelCorpus.record(source, target, line: line)
        record.withUnsafeBytes { checksum.add($0) }
        bytes += record.count
        try writer.append(record)
      }
      storage.report(.reading(bytes: reader.bytesRead, of: size))
    }
    try check(reader.lines, hasText, isEmpty: writer.count == 0)
    let note = TextNote(
      files: stamps ?? [], replacements: reader.replacements, checksum: checksum.value,
      bytes: bytes)
    let records = try writer.finish(tables: [blankLines]) { _ in try note.description }
    return ParallelCorpus(records, note, sourcePath: files.source)
  }

  private func check(
    _ lines: (source: Int, target: Int), _ hasText: (source: Bool, target: Bool), isEmpty: Bool
  ) throws {
    let remedy = "Make the files line by line translations of each other."
    for (path, lines, hasText) in [
      (files.source, lines.source, hasText.source), (files.target, lines.target, hasText.target),
    ] where !hasText {
      throw InputError(
        path, lines == 0 ? "is empty." : "has only blank lines.",
        remedy: "A corpus needs at least one sentence and its translation.")
    }
    guard lines.source == lines.target else {
      let place = stamps == nil ? nil : try? lineOfMisalignment()
      throw InputError(
        files.target,
        "\(lines.target) lines, but \(files.source) has \(lines.source)."
          + (place.map { " The lengths stop fitting together near line \($0)." } ?? ""),
        remedy: remedy)
    }
    guard !isEmpty else {
      throw InputError(
        files.target, "has a blank line wherever \(files.source) has a sentence.", remedy: remedy)
    }
  }

  /// Where the files part ways, for which they are read again.
  private func lineOfMisalignment() throws -> Int {
    func lengths(_ path: String) throws -> [Int] {
      let reader = try LineReader(path: path, invalidUTF8: files.invalidUTF8)
      var lengths: [Int] = []
      while let line = try reader.next() { lengths.append(line.utf8.count) }
      return lengths
    }
    return Dragoman.lineOfMisalignment(try lengths(files.source), try lengths(files.target))
  }
}

extension String {
  /// Whether there is nothing to read in a line.
  fileprivate var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
