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
/// applies. Three things make that fast and leave the result as it is. Most words of running text are
/// pieces themselves: those whose merges lead to that piece are known beforehand and cost one
/// look-up. Of the others, no merge reaches over two characters that stand side by side in no piece,
/// so the word is cut there; in Chinese, whose sentences are single words, that is almost everywhere.
/// And what is left is merged by a scan when it is short, and with a queue when it is long, so that
/// n characters never cost more than O(n log n): a megabyte without a space does no harm.
struct BytePairEncoder: Sendable {
  let vocabulary: Vocabulary
  let merges: [Merge]
  /// The pieces of single ASCII characters, -1 where there is none.
  private let asciiIDs: [Int32]
  /// The rank of the merge of two pieces, ``unmerged`` for two characters that have none but stand
  /// side by side in some piece.
  private var ranks = PairTable()
  private var isWholeWord: [Bool]

  /// Ranks after all others.
  private static let unmerged = Int32.max
  /// Up to how many symbols a scan for the next merge is faster than a queue.
  private static let longestScan = 48

  /// - Parameter merges: In the order in which they were learned.
  init(vocabulary: Vocabulary, merges: [Merge]) {
    self.vocabulary = vocabulary
    self.merges = merges
    asciiIDs = (0..<0x80).map { vocabulary.id(of: [$0].span) ?? -1 }
    for (left, right) in Self.neighbours(merges, pieces: vocabulary.count) {
      ranks.set(left, right, to: Self.unmerged)
    }
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

  /// The characters that merges bring side by side: the last of what stands left and the first of
  /// what stands right. A piece spells the same characters whichever merge made it.
  private static func neighbours(_ merges: [Merge], pieces: Int) -> [(Int32, Int32)] {
    var first = Array(0..<Int32(pieces))
    var last = first
    return merges.map { merge in
      first[Int(merge.result)] = first[Int(merge.left)]
      last[Int(merge.result)] = last[Int(merge.right)]
      return (last[Int(merge.left)], first[Int(merge.right)])
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
    /// -1 after the last.
    var next: Int32
    /// The rank of the merge with the next symbol.
    var rank: Int32
  }

  /// Appends the pieces of one word, valid UTF-8.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    if let id = vocabulary.id(of: word), isWholeWord[Int(id)] {
      ids.append(id)
    } else {
      merge(word, appendingTo: &ids, &workspace)
    }
  }

  /// Cuts a word where no merge can reach over, and merges the parts. Characters without a piece
  /// become their bytes, which no merge knows.
  private func merge(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    var offset = 0
    while offset < word.count {
      let end = offset + word.scalar(at: offset).length
      if let id = characterID(word.extracting(offset..<end)) {
        append(id, &workspace, cutInto: &ids)
      } else {
        flush(&workspace, into: &ids)
        for byte in offset..<end { ids.append(Vocabulary.firstByteID + Int32(word[byte])) }
      }
      offset = end
    }
    flush(&workspace, into: &ids)
  }

  private func characterID(_ character: Span<UInt8>) -> Int32? {
    guard character[0] < 0x80 else { return vocabulary.id(of: character) }
    let id = asciiIDs[Int(character[0])]
    return id < 0 ? nil : id
  }

  /// Adds a symbol to those in the workspace; if it can never join them they are merged first.
  private func append(_ id: Int32, _ workspace: inout Workspace, cutInto ids: inout [Int32]) {
    if let last = workspace.symbols.indices.last {
      if let rank = ranks.value(workspace.symbols[last].id, id) {
        workspace.symbols[last].rank = rank
        workspace.symbols[last].next = Int32(last + 1)
      } else {
        flush(&workspace, into: &ids)
      }
    }
    let previous = Int32(workspace.symbols.count - 1)
    workspace.symbols.append(Symbol(id: id, previous: previous, next: -1, rank: Self.unmerged))
  }

  /// Merges the symbols in the workspace as far as they go, and moves them to `ids`.
  private func flush(_ workspace: inout Workspace, into ids: inout [Int32]) {
    guard !workspace.symbols.isEmpty else { return }
    if workspace.symbols.count <= Self.longestScan {
      while let index = workspace.scanForFirstMerge(unmerged: Self.unmerged) {
        _ = apply(at: index, &workspace)
      }
    } else {
      mergeByQueue(&workspace)
    }
    var index: Int32 = 0
    while index >= 0 {
      ids.append(workspace.symbols[Int(index)].id)
      index = workspace.symbols[Int(index)].next
    }
    workspace.symbols.removeAll(keepingCapacity: true)
  }

  private func mergeByQueue(_ workspace: inout Workspace) {
    for index in workspace.symbols.indices { workspace.enqueue(index, unmerged: Self.unmerged) }
    while let first = workspace.queue.popMin() {
      let index = Int(truncatingIfNeeded: first & 0xFFFF_FFFF)
      // Entries are not removed when a neighbour's merge makes them void.
      guard workspace.symbols[index].rank == Int32(truncatingIfNeeded: first >> 32) else {
        continue
      }
      let previous = apply(at: index, &workspace)
      workspace.enqueue(index, unmerged: Self.unmerged)
      if previous >= 0 { workspace.enqueue(Int(previous), unmerged: Self.unmerged) }
    }
  }

  /// Merges a symbol with the next, and finds the ranks of its new pairs. Returns the index of the
  /// symbol before it.
  private func apply(at index: Int, _ workspace: inout Workspace) -> Int32 {
    var symbol = workspace.symbols[index]
    let absorbed = Int(symbol.next)
    symbol.id = merges[Int(symbol.rank)].result
    symbol.next = workspace.symbols[absorbed].next
    symbol.rank = Self.unmerged
    workspace.symbols[absorbed].rank = Self.unmerged
    if symbol.next >= 0 {
      workspace.symbols[Int(symbol.next)].previous = Int32(index)
      symbol.rank = rank(symbol.id, workspace.symbols[Int(symbol.next)].id)
    }
    workspace.symbols[index] = symbol
    if symbol.previous >= 0 {
      let previous = Int(symbol.previous)
      workspace.symbols[previous].rank = rank(workspace.symbols[previous].id, symbol.id)
    }
    return symbol.previous
  }

  private func rank(_ left: Int32, _ right: Int32) -> Int32 {
    ranks.value(left, right) ?? Self.unmerged
  }
}

extension BytePairEncoder.Workspace {
  /// The symbol whose merge with the next one comes first; `nil` when no merge is left.
  fileprivate func scanForFirstMerge(unmerged: Int32) -> Int? {
    var lowest = unmerged
    var first: Int?
    var index = 0
    while index >= 0 {
      let symbol = symbols[index]
      if symbol.rank < lowest {
        lowest = symbol.rank
        first = index
      }
      index = Int(symbol.next)
    }
    return first
  }

  fileprivate mutating func enqueue(_ index: Int, unmerged: Int32) {
    let rank = symbols[index].rank
    if rank != unmerged { queue.insert(UInt64(rank) << 32 | UInt64(index)) }
  }
}
