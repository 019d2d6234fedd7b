import HeapModule

/// One rule of byte-pair encoding: two neighbouring pieces become one.
struct Merge: Sendable, Equatable {
  var left: Int32
  var right: Int32
  var result: Int32
}

/// Joins the characters of a word into pieces (Sennrich et al. 2016, section 3.2).
///
/// The merge that was learned first is made first, and of equal ones the leftmost, until none
/// applies. A queue of the possible merges over a linked list of symbols keeps the time for a word of
/// n characters at O(n log n), so that a megabyte without a space does no harm.
struct BytePairEncoder: Sendable {
  let vocabulary: Vocabulary
  let merges: [Merge]
  /// The pieces of single ASCII characters, -1 where there is none.
  private let asciiIDs: [Int32]
  private var ranks = PairTable()
  private var isWholeWord: [Bool]

  /// - Parameter merges: In the order in which they were learned.
  init(vocabulary: Vocabulary, merges: [Merge]) {
    self.vocabulary = vocabulary
    self.merges = merges
    asciiIDs = (0..<0x80).map { vocabulary.id(of: [$0].span) ?? -1 }
    for (rank, merge) in merges.enumerated() {
      ranks.set(merge.left, merge.right, to: Int32(rank))
    }
    isWholeWord = [Bool](repeating: false, count: vocabulary.count)
    var workspace = Workspace()
    for id in Vocabulary.firstTextID..<Int32(vocabulary.count) {
      var ids: [Int32] = []
      merge(Array(vocabulary.text(of: id)).span, appendingTo: &ids, &workspace)
      isWholeWord[Int(id)] = ids == [id]
    }
  }

  /// Memory that is reused from word to word.
  struct Workspace {
    fileprivate var symbols: [Symbol] = []
    fileprivate var queue = Heap<UInt64>()
  }

  fileprivate struct Symbol {
    var id: Int32
    var previous: Int32
    var next: Int32
    /// The rank of the merge with the next symbol; -1 when there is none.
    var rank: Int32 = -1
  }

  /// Appends the pieces of one word, valid UTF-8.
  ///
  /// Most words of running text are pieces themselves. Those whose merges lead to that piece are
  /// known beforehand, so they cost one look-up and no cache has to be kept, bounded or locked.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    if let id = vocabulary.id(of: word), isWholeWord[Int(id)] {
      ids.append(id)
    } else {
      merge(word, appendingTo: &ids, &workspace)
    }
  }

  private func merge(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    start(word, &workspace)
    while let first = workspace.queue.popMin() {
      let rank = Int32(truncatingIfNeeded: first >> 32)
      let index = Int(truncatingIfNeeded: first & 0xFFFF_FFFF)
      // Entries are not removed when a neighbour's merge makes them void.
      guard workspace.symbols[index].rank == rank else { continue }
      let absorbed = Int(workspace.symbols[index].next)
      let next = workspace.symbols[absorbed].next
      workspace.symbols[absorbed].rank = -1
      workspace.symbols[index].id = merges[Int(rank)].result
      workspace.symbols[index].next = next
      if next >= 0 { workspace.symbols[Int(next)].previous = Int32(index) }
      rankMerge(at: index, &workspace)
      let previous = workspace.symbols[index].previous
      if previous >= 0 { rankMerge(at: Int(previous), &workspace) }
    }
    var index: Int32 = 0
    while index >= 0 {
      ids.append(workspace.symbols[Int(index)].id)
      index = workspace.symbols[Int(index)].next
    }
  }

  /// Fills the workspace with the characters of a word; those without a piece become their bytes.
  private func start(_ word: Span<UInt8>, _ workspace: inout Workspace) {
    workspace.symbols.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < word.count {
      let end = offset + word.scalar(at: offset).length
      if let id = characterID(word.extracting(offset..<end)) {
        workspace.append(id)
      } else {
        for byte in offset..<end { workspace.append(Vocabulary.firstByteID + Int32(word[byte])) }
      }
      offset = end
    }
    workspace.symbols[workspace.symbols.count - 1].next = -1
    for index in workspace.symbols.indices { rankMerge(at: index, &workspace) }
  }

  private func characterID(_ character: Span<UInt8>) -> Int32? {
    guard character[0] < 0x80 else { return vocabulary.id(of: character) }
    let id = asciiIDs[Int(character[0])]
    return id < 0 ? nil : id
  }

  /// Looks up which merge a symbol and the next one make, and queues it.
  private func rankMerge(at index: Int, _ workspace: inout Workspace) {
    let symbol = workspace.symbols[index]
    guard symbol.next >= 0,
      let rank = ranks.value(symbol.id, workspace.symbols[Int(symbol.next)].id)
    else {
      workspace.symbols[index].rank = -1
      return
    }
    workspace.symbols[index].rank = rank
    workspace.queue.insert(UInt64(rank) << 32 | UInt64(index))
  }
}

extension BytePairEncoder.Workspace {
  fileprivate mutating func append(_ id: Int32) {
    let index = Int32(symbols.count)
    symbols.append(BytePairEncoder.Symbol(id: id, previous: index - 1, next: index + 1))
  }
}
