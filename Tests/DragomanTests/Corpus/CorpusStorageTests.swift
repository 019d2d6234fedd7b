import Foundation
import Synchronization
import Testing

import Dragoman

/// A corpus on disk is the same as in memory, is used again, and is made again when it is not what it should be.
@Suite struct CorpusStorageTests {
  private let folder: TemporaryFolder
  private let cache: String
  private let lines: String
  private let tokenizers: TokenizerPair

  init() throws {
    folder = try TemporaryFolder()
    cache = folder.file("cache")
    lines = try folder.write(CopyTask.lines(count: 3_000, lengths: 1...12, seed: 4), to: "lines")
    let tokenizer = try BytePairTrainer(options: .init(vocabularySize: 280)).train()
    tokenizers = try TokenizerPair(joint: tokenizer)
  }

  /// What was done to the files.
  private final class Events: Sendable {
    private let events = Mutex<[String]>([])
    var names: [String] { events.withLock(\.self) }

    func add(_ event: CorpusStorage.Event) {
      let name =
        switch event {
        case .reading: "reading"
        case .encoding: "encoding"
        case .damaged(let error): error.problem
        }
      events.withLock { if $0.last != name { $0.append(name) } }
    }
  }

  private func disk(_ events: Events = Events()) -> CorpusStorage {
    var storage = CorpusStorage(folder: cache, report: events.add)
    storage.memory = 0
    return storage
  }

  private func text(_ storage: CorpusStorage) throws -> ParallelCorpus {
    try ParallelCorpus(sourcePath: lines, targetPath: lines, storage: storage)
  }

  private func corpus(
    _ storage: CorpusStorage, weight: Double = 1, maximumLength: Int = 20
  ) throws -> TokenizedCorpus {
    try TokenizedCorpus(
      [CorpusPart(text(storage), weight: weight)],
      encoder: PairEncoder(tokenizers, maximumLength: maximumLength), storage: storage,
      threads: 2)
  }

  @Test func aCorpusOnDiskIsTheSameAsInMemory() throws {
    let memory = CorpusStorage()
    #expect(try text(disk()).pairs(0..<3_000) == text(memory).pairs(0..<3_000))
    let corpora = try [corpus(memory), corpus(disk()), corpus(disk())]
    #expect(corpora.map { $0.path != nil } == [false, true, true])
    let pairs = try corpora.map { corpus in try (0..<corpus.count).map { try corpus.pair($0) } }
    #expect(pairs[0].count > 2_000 && pairs[0].count < 3_000)
    for (corpus, pairs) in zip(corpora, pairs).dropFirst() {
      #expect(pairs == (try (0..<corpora[0].count).map { try corpora[0].pair($0) }))
      #expect(corpus.fingerprint == corpora[0].fingerprint)
      #expect(corpus.longPairs == corpora[0].longPairs && !corpus.longPairs.isEmpty)
      #expect(corpus.emptyPairs == corpora[0].emptyPairs)
      #expect(corpus.labelCount == corpora[0].labelCount)
      let batches = [corpora[0], corpus].map {
        TokenBatcher($0, batchTokens: 200, seed: 3).batches(epoch: 1)
      }
      #expect(batches[0] == batches[1])
    }
  }

  /// That of the versions before the corpus could lie on disk, by which their runs are resumed.
  @Test func theFingerprintIsThatOfAllTokens() throws {
    let corpus = try TokenizedCorpus([
      (source: [3, 4], target: [5]), (source: [300], target: [6, 7, 8]),
    ])
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in [3, 4, 1, 300, 1] + [0, 3, 5] + [5, 6, 7, 8] + [0, 1, 4] {
      hash = (hash ^ UInt64(value)) &* 0x100_0000_01B3
    }
    #expect(corpus.fingerprint == hash)
  }

  @Test func whatIsOnDiskIsUsedAgain() throws {
    let events = Events()
    _ = try corpus(disk(events))
    #expect(events.names == ["reading", "encoding"])
    _ = try corpus(disk(events), weight: 3)
    #expect(events.names == ["reading", "encoding"])
    // Other tokens of the same text.
    let others = Events()
    _ = try corpus(disk(others), maximumLength: 10)
    #expect(others.names == ["encoding"])
    #expect(try corpus(disk()).count > corpus(disk(), maximumLength: 10).count)
  }

  @Test func otherTextIsReadAnew() throws {
    _ = try corpus(disk())
    _ = try folder.write(CopyTask.lines(count: 2_999, lengths: 1...12, seed: 5), to: "lines")
    let events = Events()
    #expect(try text(disk(events)).count == 2_999)
    _ = try corpus(disk(events))
    #expect(events.names == ["reading", "encoding"])
  }

  /// The same text under another time, such as after a download, has the same tokens.
  @Test func tokensBelongToTheTextRatherThanItsFile() throws {
    _ = try corpus(disk())
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: lines)
    let events = Events()
    _ = try corpus(disk(events))
    #expect(events.names == ["reading"])
  }

  @Test func whatIsDamagedIsMadeAgain() throws {
    let right = try corpus(disk()).fingerprint
    for name in try FileManager.default.contentsOfDirectory(atPath: cache) {
      let file = URL(filePath: "\(cache)/\(name)")
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file.path)
      let events = Events()
      #expect(try corpus(disk(events)).fingerprint == right)
      #expect(events.names.contains("is damaged."), "\(name)")
      let later = Events()
      #expect(try corpus(disk(later)).fingerprint == right)
      #expect(later.names == [])
    }
  }

  @Test func whatAKilledProgramLeftIsDeleted() throws {
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    let names = ["old.text.writing-1", "new.text.writing-2"]
    for name in names { try Data().write(to: URL(filePath: "\(cache)/\(name)")) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -4_000)], ofItemAtPath: "\(cache)/\(names[0])")
    _ = try text(disk())
    let left = try FileManager.default.contentsOfDirectory(atPath: cache)
    #expect(left.filter { $0.contains("writing") } == [names[1]])
  }

  @Test func aRunIsTheSameFromDiskAndFromMemory() throws {
    var runs = try (0..<2).map { _ in try DigitsRun(pairs: 600) }
    for index in runs.indices {
      let files = try ["a", "b"].enumerated().map { number, name in
        try runs[index].folder.write(
          CopyTask.lines(count: 300, lengths: 2...12, seed: UInt64(number)), to: name)
      }
      var storage = CorpusStorage(folder: index == 1 ? runs[index].folder.file("cache") : nil)
      if index == 1 { storage.memory = 0 }
      runs[index].setup.storage = storage
      runs[index].setup.corpora = try files.enumerated().map { number, file in
        CorpusPart(
          try ParallelCorpus(sourcePath: file, targetPath: file, storage: storage),
          weight: number == 0 ? 1.5 : 1, tag: number == 0 ? "<a>" : "<b>")
      }
      runs[index].setup.options.subwordDropout = 0.1
      runs[index].setup.options.guidedAlignment = 0.1
    }
    try runs[0].train()
    try runs[1].train(interruptedAfter: 2)
    runs[1].setup.resume = true
    try runs[1].train()
    #expect(try runs[0].weights() == runs[1].weights())
    #expect(try runs[0].numbers() == runs[1].numbers())

    // The vocabulary was kept beside the corpora, for the next run.
    runs[1].setup.resume = false
    runs[1].setup.folder = ModelFolder(runs[1].folder.file("again"))
    try runs[1].train()
    #expect(try runs[0].weights() == runs[1].weights())
  }
}
