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
/// look-up, so that no cache has to be kept, bounded or locked. Of the others, no merge reaches over
/// two characters that stand side by side in no piece, so the word is cut there; in Chinese, whose
/// sentences are single words, that is almost everywhere. And what is left is merged by a scan when
/// it is short and with a queue when it is long, so that n characters never cost more than
/// O(n log n): a megabyte without a space does no harm.
struct BytePairEncoder: Sendable {
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
  /// The merge of two pieces; ``neighbours`` for two characters that have none but stand side by side
  /// in some piece.
  private var rules = PairTable()
  private var isWholeWord: [Bool]

  private static let neighbours = Int32.max
  /// Up to how many symbols a scan for the next merge is faster than a queue.
  private static let longestScan = 48

  /// - Parameters:
  ///   - merges: In the order in which they were learned.
  ///   - order: For each merge a number that grows along them; their positions when `nil`.
  init(
    vocabulary: Vocabulary, merges: [Merge], order: [Int32]? = nil, options: Options = Options()
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.order = order ?? Array(0..<Int32(merges.count))
    self.options = options
    asciiIDs = (0..<0x80).map { vocabulary.id(of: [$0].span) ?? -1 }
    isWholeWord = [Bool](repeating: false, count: vocabulary.count)
    rules = PairTable(minimumCapacity: 2 * merges.count)
    for (left, right) in neighbouringCharacters() { rules.set(left, right, to: Self.neighbours) }
    for (index, merge) in merges.enumerated() {
      rules.set(merge.left, merge.right, to: Int32(index))
    }
    guard options.continuation.isEmpty, options.wordEnd.isEmpty else { return }
    var workspace = Workspace()
    var ids: [Int32] = []
    for id in 0..<Int32(vocabulary.count) where vocabulary.kind(of: id) == .text {
      ids.removeAll(keepingCapacity: true)
      if !options.prefersWholeWords {
        merge(Array(vocabulary.text(of: id)).span, appendingTo: &ids, &workspace)
      }
      isWholeWord[Int(id)] = options.prefersWholeWords || ids == [id]
    }
  }

  /// The characters that merges bring side by side: the last of what stands left and the first of
  /// what stands right. A piece has the same characters whichever merge made it.
  private func neighbouringCharacters() -> [(Int32, Int32)] {
    var first = Array(0..<Int32(vocabulary.count))
    var last = first
    // What a merge joins is shorter than what it makes, and so is known before it.
    let byLength = merges.sorted {
      vocabulary.text(of: $0.result).count < vocabulary.text(of: $1.result).count
    }
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
    /// Whether the last symbol takes part in no merge.
    fileprivate var isCut = false
  }

  /// A piece of a word, in a list of those that may still be merged with each other.
  fileprivate struct Symbol {
    var id: Int32
    /// -1 for the first of a list.
    var previous: Int32
    /// -1 for the last of a list.
    var next: Int32
    /// The merge with the next symbol; -1 when there is none.
    var merge: Int32 = -1
    /// The place of that merge in the order; after all others when there is none.
    var rank = Int32.max
  }

  /// Appends the pieces of one word.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    if let id = vocabulary.id(of: word), isWholeWord[Int(id)] {
      ids.append(id)
    } else {
      merge(word, appendingTo: &ids, &workspace)
    }
  }

  /// Appends the pieces of one word when at every step each possible merge is left out with a
  /// probability (BPE-dropout, Provilkov et al. 2020, algorithm 1).
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace,
    dropout: Float, using generator: inout RandomStream
  ) {
    start(word, &workspace)
    mergeByQueue(workspace.symbols.indices, &workspace) { generator.uniform() < dropout }
    for index in workspace.symbols.indices where workspace.symbols[index].previous < 0 {
      workspace.appendList(from: index, to: &ids)
    }
  }

  private func merge(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    start(word, &workspace)
    var first = 0
    while first < workspace.symbols.count {
      var end = first + 1
      while workspace.symbols[end - 1].next >= 0 { end += 1 }
      if end - first <= Self.longestScan {
        while let index = workspace.firstMerge(from: first) { apply(at: index, &workspace) }
      } else {
        mergeByQueue(first..<end, &workspace) { false }
      }
      workspace.appendList(from: first, to: &ids)
      first = end
    }
  }

  private func mergeByQueue(
    _ indices: Range<Int>, _ workspace: inout Workspace, isDropped: () -> Bool
  ) {
    for index in indices { workspace.enqueue(index) }
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
      apply(at: index, &workspace)
      workspace.enqueue(index)
      let previous = workspace.symbols[index].previous
      if previous >= 0 { workspace.enqueue(Int(previous)) }
      // What was left out at this step may be chosen at the next.
      workspace.queue.insert(contentsOf: workspace.postponed)
      workspace.postponed.removeAll(keepingCapacity: true)
    }
    workspace.postponed.removeAll(keepingCapacity: true)
  }

  /// Joins a symbol with the next one.
  private func apply(at index: Int, _ workspace: inout Workspace) {
    var symbol = workspace.symbols[index]
    let absorbed = Int(symbol.next)
    symbol.id = merges[Int(symbol.merge)].result
    symbol.next = workspace.symbols[absorbed].next
    workspace.symbols[absorbed].rank = .max
    workspace.symbols[index] = symbol
    if symbol.next >= 0 { workspace.symbols[Int(symbol.next)].previous = Int32(index) }
    findMerge(at: index, &workspace)
    if symbol.previous >= 0 { findMerge(at: Int(symbol.previous), &workspace) }
  }

  /// Looks up which merge a symbol and the next one make.
  private func findMerge(at index: Int, _ workspace: inout Workspace) {
    let symbol = workspace.symbols[index]
    var merge: Int32 = -1
    if symbol.next >= 0 {
      merge = rules.value(symbol.id, workspace.symbols[Int(symbol.next)].id) ?? -1
      if merge == Self.neighbours { merge = -1 }
    }
    workspace.symbols[index].merge = merge
    workspace.symbols[index].rank = merge < 0 ? .max : order[Int(merge)]
  }

  /// Fills the workspace with the symbols of a word, cut into lists where no merge reaches over.
  private func start(_ word: Span<UInt8>, _ workspace: inout Workspace) {
    workspace.symbols.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < word.count {
      if !options.fixedStrings.isEmpty,
        let length = options.fixedStrings.longestMatch(in: word, at: offset),
        let id = vocabulary.id(of: word.extracting(offset..<offset + length))
      {
        workspace.startList(id)
        offset += length
        workspace.isCut = true
        continue
      }
      let end = offset + (options.splitsBytes ? 1 : word.scalar(at: offset).length)
      if let id = symbolID(word, offset..<end, &workspace) {
        append(id, &workspace)
      } else {
        appendUnknown(word.extracting(offset..<end), &workspace)
      }
      offset = end
    }
    workspace.isCut = false
  }

  /// Adds a symbol to the list of those before it, or begins another when no merge can join them.
  private func append(_ id: Int32, _ workspace: inout Workspace) {
    let index = workspace.symbols.count
    guard index > 0, !workspace.isCut, let merge = rules.value(workspace.symbols[index - 1].id, id)
    else { return workspace.startList(id) }
    workspace.symbols[index - 1].next = Int32(index)
    if merge != Self.neighbours {
      workspace.symbols[index - 1].merge = merge
      workspace.symbols[index - 1].rank = order[Int(merge)]
    }
    workspace.symbols.append(Symbol(id: id, previous: Int32(index - 1), next: -1))
  }

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

  /// A character without a piece becomes its bytes, or else the unknown token, or else nothing.
  private func appendUnknown(_ character: Span<UInt8>, _ workspace: inout Workspace) {
    let bytes = character.indices.map { vocabulary.byteIDs[Int(character[$0])] }
    if !bytes.contains(-1) {
      for id in bytes { append(id, &workspace) }
    } else if let unknown = vocabulary.unknownID,
      !(options.fusesUnknown && workspace.symbols.last?.id == unknown)
    {
      append(unknown, &workspace)
    }
  }
}

extension BytePairEncoder.Workspace {
  fileprivate mutating func startList(_ id: Int32) {
    symbols.append(BytePairEncoder.Symbol(id: id, previous: -1, next: -1))
    isCut = false
  }

  /// Looks through a list for the symbol whose merge with the next comes first.
  fileprivate func firstMerge(from start: Int) -> Int? {
    var lowest = Int32.max
    var first: Int?
    var index = start
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

  fileprivate mutating func enqueue(_ index: Int) {
    let rank = symbols[index].rank
    if rank != .max { queue.insert(UInt64(rank) << 32 | UInt64(index)) }
  }

  fileprivate func appendList(from start: Int, to ids: inout [Int32]) {
    var index = start
    while index >= 0 {
      ids.append(symbols[index].id)
      index = Int(symbols[index].next)
    }
  }
}
