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
/// pieces themselves: whether their merges lead to that piece is found out once, and then they cost one
/// look-up. Of the others, no merge reaches over two characters that stand side by side in no piece,
/// so the word is cut there; in Chinese, whose sentences are single words, that is almost everywhere.
/// And what is left is merged by a scan when it is short, and with a queue when it is long, so that
/// n characters never cost more than O(n log n): a megabyte without a space does no harm.
final class BytePairEncoder: Sendable {
  /// How a word becomes the symbols with which merging begins.
  struct Options: Sendable {
    /// Marks that the pieces of characters have in front when they do not begin a word, or at the
    /// end when they end one.
    var continuation: [UInt8] = []
    var wordEnd: [UInt8] = []
    /// Whether symbols are bytes and not characters.
    var splitsBytes = false
    /// Whether neighbouring characters without a piece become one unknown token, not several.
    var fusesUnknown = false
    /// Whether a word that is a piece is that piece, wherever the merges lead.
    var prefersWholeWords = false
    /// Strings that are symbols and take part in no merge.
    var fixedStrings = ByteTrie()
  }

  let vocabulary: Vocabulary
  let merges: [Merge]
  let options: Options
  /// For each merge its place in the order; merges of one rank are made from the left.
  private let order: [Int32]
  /// The pieces of single ASCII characters, -1 where there is none.
  private let asciiIDs: [Int32]
  private let hasFixedStrings: Bool
  /// The merge of two pieces, ``noMerge`` for two characters that have none but stand side by side in
  /// some piece.
  private let rules: PairTable
  private let wholeWords: WholeWords

  /// - Parameters:
  ///   - merges: In the order in which they were learned. Each makes a piece that is longer than both.
  ///   - order: For each merge a number that grows along them; their positions when `nil`.
  init(
    vocabulary: Vocabulary, merges: [Merge], order: [Int32]? = nil, options: Options = Options()
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.order = order ?? Array(0..<Int32(merges.count))
    self.options = options
    hasFixedStrings = !options.fixedStrings.isEmpty
    asciiIDs = (0..<0x80).map { vocabulary.id(of: [$0].span) ?? -1 }
    var rules = PairTable(minimumCapacity: merges.count)
    for (left, right) in Self.neighbours(merges, in: vocabulary) {
      rules.set(left, right, to: Self.noMerge)
    }
    for (index, merge) in merges.enumerated() {
      rules.set(merge.left, merge.right, to: Int32(index))
    }
    self.rules = rules
    wholeWords = WholeWords(count: vocabulary.count)
  }

  /// Comes after all merges.
  private static let noMerge = Int32.max
  /// Up to how many symbols a scan for the next merge is faster than a queue.
  private static let longestScan = 48

  /// The characters that merges bring side by side: the last of what stands left and the first of
  /// what stands right. A piece spells the same characters whichever merge made it.
  private static func neighbours(_ merges: [Merge], in vocabulary: Vocabulary) -> [(Int32, Int32)] {
    var first = Array(0..<Int32(vocabulary.count))
    var last = first
    // What a merge joins is shorter than what it makes, so it is known by then. The order in which
    // merges are made need not be such, in SentencePiece's models for example.
    let lengths = (0..<Int32(vocabulary.count)).map { vocabulary.text(of: $0).count }
    let byLength = merges.sorted { lengths[Int($0.result)] < lengths[Int($1.result)] }
    return byLength.map { merge in
      first[Int(merge.result)] = first[Int(merge.left)]
      last[Int(merge.result)] = last[Int(merge.right)]
      return (last[Int(merge.left)], first[Int(merge.right)])
    }
  }

  /// Memory that is reused from word to word.
  struct Workspace {
    fileprivate var symbols: [Symbol] = []
    fileprivate var queue = Heap<UInt64>()
    fileprivate var postponed: [UInt64] = []
    fileprivate var key: [UInt8] = []
  }

  fileprivate struct Symbol {
    var id: Int32
    var previous: Int32
    /// -1 after the last.
    var next: Int32
    /// The merge with the next symbol, and its place in the order.
    var merge: Int32
    var rank: Int32
  }

  /// Appends the pieces of one word.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    guard options.continuation.isEmpty, options.wordEnd.isEmpty, let id = vocabulary.id(of: word)
    else { return merge(word, appendingTo: &ids, &workspace) }
    let first = ids.count
    switch wholeWords[id] {
    case .yes: ids.append(id)
    case .no: merge(word, appendingTo: &ids, &workspace)
    case .unknown where options.prefersWholeWords:
      ids.append(id)
      wholeWords[id] = .yes
    case .unknown:
      merge(word, appendingTo: &ids, &workspace)
      wholeWords[id] = ids.count == first + 1 && ids[first] == id ? .yes : .no
    }
  }

  /// Appends the pieces of one word when at every step each possible merge is left out with a
  /// probability (BPE-dropout, Provilkov et al. 2020, algorithm 1).
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace,
    dropout: Float, using generator: inout RandomStream
  ) {
    forEachPart(of: word, appendingTo: &ids, &workspace) { workspace in
      mergeByQueue(&workspace) { generator.uniform() < dropout }
    }
  }

  private func merge(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    forEachPart(of: word, appendingTo: &ids, &workspace) { workspace in
      if workspace.symbols.count <= Self.longestScan {
        mergeByScan(&workspace)
      } else {
        mergeByQueue(&workspace) { false }
      }
    }
  }

  // MARK: - Symbols

  /// Cuts a word where no merge can reach over, lets `merge` join the symbols of each part, and
  /// appends what they become.
  private func forEachPart(
    of word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace,
    _ merge: (inout Workspace) -> Void
  ) {
    func flush() {
      if workspace.symbols.count > 1 { merge(&workspace) }
      workspace.move(to: &ids)
    }
    func append(_ id: Int32) {
      if let last = workspace.symbols.indices.last {
        if let rule = rules.value(workspace.symbols[last].id, id) {
          workspace.symbols[last].merge = rule
          workspace.symbols[last].rank = rank(of: rule)
          workspace.symbols[last].next = Int32(last + 1)
        } else {
          flush()
        }
      }
      let previous = Int32(workspace.symbols.count - 1)
      workspace.symbols.append(
        Symbol(
          id: id, previous: previous, next: -1, merge: Self.noMerge, rank: Self.noMerge))
    }
    var offset = 0
    var isAfterUnknown = false
    while offset < word.count {
      if hasFixedStrings, let length = options.fixedStrings.longestMatch(in: word, at: offset),
        let id = vocabulary.id(of: word.extracting(offset..<offset + length))
      {
        flush()
        ids.append(id)
        offset += length
        isAfterUnknown = false
        continue
      }
      let end = offset + (options.splitsBytes ? 1 : word.scalar(at: offset).length)
      if let id = symbolID(word, offset..<end, &workspace) {
        append(id)
        isAfterUnknown = false
      } else if let bytes = byteIDs(word.extracting(offset..<end)) {
        bytes.forEach(append)
        isAfterUnknown = false
      } else if let unknown = vocabulary.unknownID {
        if !(options.fusesUnknown && isAfterUnknown) { append(unknown) }
        isAfterUnknown = true
      }
      offset = end
    }
    flush()
  }

  /// The piece of a character with the marks of its place in the word.
  func symbolID(
    _ word: Span<UInt8>, _ range: Range<Int>, _ workspace: inout Workspace
  ) -> Int32? {
    let isMarked =
      range.lowerBound > 0 && !options.continuation.isEmpty
      || range.upperBound == word.count && !options.wordEnd.isEmpty
    if isMarked {
      workspace.key.removeAll(keepingCapacity: true)
      if range.lowerBound > 0 { workspace.key += options.continuation }
      for index in range { workspace.key.append(word[index]) }
      if range.upperBound == word.count { workspace.key += options.wordEnd }
      return vocabulary.id(of: workspace.key.span)
    }
    let lead = word[range.lowerBound]
    guard lead < 0x80 else { return vocabulary.id(of: word.extracting(range)) }
    let id = asciiIDs[Int(lead)]
    return id < 0 ? nil : id
  }

  /// The pieces of a character's bytes; `nil` when one has none.
  private func byteIDs(_ character: Span<UInt8>) -> [Int32]? {
    let ids = character.indices.map { vocabulary.byteIDs[Int(character[$0])] }
    return ids.contains(-1) ? nil : ids
  }

  // MARK: - Merging

  /// Looks through all symbols for each merge, which is fastest for the few of a usual word.
  private func mergeByScan(_ workspace: inout Workspace) {
    var symbols = workspace.symbols.mutableSpan
    while true {
      var lowest = Int32.max
      var first = -1
      var index = 0
      while index >= 0 {
        let symbol = symbols[index]
        if symbol.rank < lowest {
          lowest = symbol.rank
          first = index
        }
        index = Int(symbol.next)
      }
      guard first >= 0 else { return }
      _ = apply(at: first, &symbols)
    }
  }

  private func mergeByQueue(_ workspace: inout Workspace, isDropped: () -> Bool) {
    for index in workspace.symbols.indices { enqueue(index, &workspace) }
    while let first = workspace.queue.popMin() {
      let index = Int(truncatingIfNeeded: first & 0xFFFF_FFFF)
      // Entries are not removed when a neighbour's merge makes them void.
      guard workspace.symbols[index].rank == Int32(truncatingIfNeeded: first >> 32) else {
        continue
      }
      if isDropped() {
        workspace.postponed.append(first)
        continue
      }
      var symbols = workspace.symbols.mutableSpan
      let previous = apply(at: index, &symbols)
      enqueue(index, &workspace)
      if previous >= 0 { enqueue(Int(previous), &workspace) }
      // What was left out at this step may be chosen at the next.
      workspace.queue.insert(contentsOf: workspace.postponed)
      workspace.postponed.removeAll(keepingCapacity: true)
    }
    workspace.postponed.removeAll(keepingCapacity: true)
  }

  private func enqueue(_ index: Int, _ workspace: inout Workspace) {
    let rank = workspace.symbols[index].rank
    guard rank != Self.noMerge else { return }
    workspace.queue.insert(UInt64(rank) << 32 | UInt64(index))
  }

  /// Merges a symbol with the next, and finds the merges of its new pairs. Returns the index of the
  /// symbol before it.
  @inline(__always)
  private func apply(at index: Int, _ symbols: inout MutableSpan<Symbol>) -> Int32 {
    var symbol = symbols[index]
    let absorbed = Int(symbol.next)
    symbol.id = merges[Int(symbol.merge)].result
    symbol.next = symbols[absorbed].next
    symbol.merge = Self.noMerge
    symbols[absorbed].rank = Self.noMerge
    if symbol.next >= 0 {
      let next = Int(symbol.next)
      symbols[next].previous = Int32(index)
      symbol.merge = rules.value(symbol.id, symbols[next].id) ?? Self.noMerge
    }
    symbol.rank = rank(of: symbol.merge)
    symbols[index] = symbol
    if symbol.previous >= 0 {
      let previous = Int(symbol.previous)
      let merge = rules.value(symbols[previous].id, symbol.id) ?? Self.noMerge
      symbols[previous].merge = merge
      symbols[previous].rank = rank(of: merge)
    }
    return symbol.previous
  }

  private func rank(of merge: Int32) -> Int32 {
    merge == Self.noMerge ? Self.noMerge : order[Int(merge)]
  }
}

extension BytePairEncoder.Workspace {
  /// Appends the pieces that are left, and forgets them.
  fileprivate mutating func move(to ids: inout [Int32]) {
    var index = symbols.isEmpty ? -1 : 0
    while index >= 0 {
      ids.append(symbols[index].id)
      index = Int(symbols[index].next)
    }
    symbols.removeAll(keepingCapacity: true)
  }
}
