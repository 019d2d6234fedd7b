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
/// applies. Long words keep their possible merges in a queue over a linked list of symbols, which
/// costs O(n log n) for n characters, so that a megabyte without a space does no harm.
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
  private var rules = PairTable()
  private var isWholeWord: [Bool]

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
    rules = PairTable(minimumCapacity: merges.count)
    for (index, merge) in merges.enumerated() {
      rules.set(merge.left, merge.right, to: Int32(index))
    }
    isWholeWord = [Bool](repeating: false, count: vocabulary.count)
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
    var next: Int32
    /// The merge with the next symbol; -1 when there is none.
    var merge: Int32 = -1
    var isFixed = false
  }

  /// Appends the pieces of one word.
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

  /// Appends the pieces of one word when at every step each possible merge is left out with a
  /// probability (BPE-dropout, Provilkov et al. 2020, algorithm 1).
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace,
    dropout: Float, using generator: inout RandomStream
  ) {
    start(word, &workspace)
    mergeByQueue(&workspace) { generator.uniform() < dropout }
    workspace.append(to: &ids)
  }

  private func merge(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    start(word, &workspace)
    if workspace.symbols.count <= 24 {
      mergeByScan(&workspace)
    } else {
      mergeByQueue(&workspace) { false }
    }
    workspace.append(to: &ids)
  }

  /// Looks through all symbols for each merge, which is fastest for the few of a usual word.
  private func mergeByScan(_ workspace: inout Workspace) {
    while true {
      var best: Int32 = .max
      var bestIndex: Int32 = -1
      var index: Int32 = workspace.symbols.isEmpty ? -1 : 0
      while index >= 0 {
        let symbol = workspace.symbols[Int(index)]
        if symbol.merge >= 0, order[Int(symbol.merge)] < best {
          best = order[Int(symbol.merge)]
          bestIndex = index
        }
        index = symbol.next
      }
      guard bestIndex >= 0 else { return }
      apply(at: Int(bestIndex), &workspace)
    }
  }

  private func mergeByQueue(_ workspace: inout Workspace, isDropped: () -> Bool) {
    for index in workspace.symbols.indices { enqueue(index, &workspace) }
    while let first = workspace.queue.popMin() {
      let index = Int(truncatingIfNeeded: first & 0xFFFF_FFFF)
      let merge = workspace.symbols[index].merge
      // Entries are not removed when a neighbour's merge makes them void.
      guard merge >= 0, order[Int(merge)] == Int32(truncatingIfNeeded: first >> 32) else {
        continue
      }
      if isDropped() {
        workspace.postponed.append(first)
        continue
      }
      apply(at: index, &workspace)
      enqueue(index, &workspace)
      let previous = workspace.symbols[index].previous
      if previous >= 0 { enqueue(Int(previous), &workspace) }
      // What was left out at this step may be chosen at the next.
      workspace.queue.insert(contentsOf: workspace.postponed)
      workspace.postponed.removeAll(keepingCapacity: true)
    }
    workspace.postponed.removeAll(keepingCapacity: true)
  }

  private func enqueue(_ index: Int, _ workspace: inout Workspace) {
    let merge = workspace.symbols[index].merge
    guard merge >= 0 else { return }
    workspace.queue.insert(UInt64(order[Int(merge)]) << 32 | UInt64(index))
  }

  /// Joins a symbol with the next one.
  private func apply(at index: Int, _ workspace: inout Workspace) {
    let symbol = workspace.symbols[index]
    let absorbed = Int(symbol.next)
    let next = workspace.symbols[absorbed].next
    workspace.symbols[absorbed].merge = -1
    workspace.symbols[index].id = merges[Int(symbol.merge)].result
    workspace.symbols[index].next = next
    if next >= 0 { workspace.symbols[Int(next)].previous = Int32(index) }
    findMerge(at: index, &workspace)
    if symbol.previous >= 0 { findMerge(at: Int(symbol.previous), &workspace) }
  }

  /// Looks up which merge a symbol and the next one make.
  private func findMerge(at index: Int, _ workspace: inout Workspace) {
    let symbol = workspace.symbols[index]
    guard symbol.next >= 0, !symbol.isFixed else { return workspace.symbols[index].merge = -1 }
    let next = workspace.symbols[Int(symbol.next)]
    workspace.symbols[index].merge =
      next.isFixed ? -1 : rules.value(symbol.id, next.id) ?? -1
  }

  /// Fills the workspace with the symbols of a word.
  private func start(_ word: Span<UInt8>, _ workspace: inout Workspace) {
    workspace.symbols.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < word.count {
      if let length = options.fixedStrings.longestMatch(in: word, at: offset),
        let id = vocabulary.id(of: word.extracting(offset..<offset + length))
      {
        workspace.append(id, isFixed: true)
        offset += length
        continue
      }
      let end = offset + (options.splitsBytes ? 1 : word.scalar(at: offset).length)
      if let id = symbolID(word, offset..<end, &workspace) {
        workspace.append(id)
      } else {
        appendUnknown(word.extracting(offset..<end), &workspace)
      }
      offset = end
    }
    guard !workspace.symbols.isEmpty else { return }
    workspace.symbols[workspace.symbols.count - 1].next = -1
    for index in workspace.symbols.indices { findMerge(at: index, &workspace) }
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
      for id in bytes { workspace.append(id) }
    } else if let unknown = vocabulary.unknownID,
      !(options.fusesUnknown && workspace.symbols.last?.id == unknown)
    {
      workspace.append(unknown)
    }
  }
}

extension BytePairEncoder.Workspace {
  fileprivate mutating func append(_ id: Int32, isFixed: Bool = false) {
    let index = Int32(symbols.count)
    symbols.append(
      BytePairEncoder.Symbol(id: id, previous: index - 1, next: index + 1, isFixed: isFixed))
  }

  fileprivate func append(to ids: inout [Int32]) {
    var index: Int32 = symbols.isEmpty ? -1 : 0
    while index >= 0 {
      ids.append(symbols[Int(index)].id)
      index = symbols[Int(index)].next
    }
  }
}
