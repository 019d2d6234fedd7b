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
/// applies. Two things make that fast and leave the result as it is. No merge reaches over two
/// characters that stand side by side in no piece, so the word is cut there; in Chinese, whose sentences
/// are single words, that is almost everywhere. And what is left is merged by a scan when it is short,
/// and with a queue when it is long, so that n characters never cost more than O(n log n): a megabyte
/// without a space does no harm.
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
  /// For each merge its place in the order, if that is another than its number; merges of one rank are
  /// made from the left.
  private let order: [Int32]
  /// The pieces of single ASCII characters, -1 where there is none.
  private let asciiIDs: [Int32]
  private let hasFixedStrings: Bool
  /// The merge of two pieces, ``noMerge`` for two characters that have none but stand side by side in
  /// some piece.
  private let rules: PairTable

  /// - Parameters:
  ///   - merges: In the order in which they were learned. Each makes a piece that is longer than both.
  ///   - order: For each merge a number that grows along them; their positions when empty.
  init(
    vocabulary: Vocabulary, merges: [Merge], order: [Int32] = [], options: Options = Options()
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.order = order
    self.options = options
    hasFixedStrings = !options.fixedStrings.isEmpty
    asciiIDs = (0..<0x80).map { vocabulary.id(of: [$0].span) ?? -1 }
    var rules = PairTable(minimumCapacity: 2 * merges.count)
    for (left, right) in Self.neighbours(merges, in: vocabulary) {
      rules.set(left, right, to: Self.noMerge)
    }
    for (index, merge) in merges.enumerated() {
      rules.set(merge.left, merge.right, to: Int32(index))
    }
    self.rules = rules
  }

  /// Comes after all merges.
  private static let noMerge = Int32.max
  /// Up to how many symbols a scan for the next merge is faster than a queue.
  private static let longestScan = 48

  /// The symbols that merges bring side by side: the last of what stands left and the first of what
  /// stands right. A piece is made of the same symbols whichever merge made it.
  private static func neighbours(_ merges: [Merge], in vocabulary: Vocabulary) -> [(Int32, Int32)] {
    var makers = [Int32](repeating: -1, count: vocabulary.count)
    for (index, merge) in merges.enumerated() { makers[Int(merge.result)] = Int32(index) }
    func symbol(of id: Int32, _ part: (Merge) -> Int32) -> Int32 {
      var id = id
      // Of n bytes a piece is made by n - 1 merges at most. Pieces of a hostile file may be made of
      // each other.
      for _ in 0..<vocabulary.text(of: id).count {
        let maker = makers[Int(id)]
        if maker < 0 { break }
        id = part(merges[Int(maker)])
      }
      return id
    }
    return merges.map { (symbol(of: $0.left, \.right), symbol(of: $0.right, \.left)) }
  }

  /// Memory that is reused from word to word.
  struct Workspace {
    fileprivate var symbols: [Symbol] = []
    fileprivate var links: [Link] = []
    fileprivate var queue = Heap<UInt64>()
    fileprivate var postponed: [UInt64] = []
    fileprivate var key: [UInt8] = []
  }

  fileprivate struct Symbol {
    var id: Int32
    /// The merge with the next symbol, and its place in the order.
    var merge = noMerge
    var rank = noMerge
  }

  /// The neighbours that a symbol has left, -1 for none.
  fileprivate struct Link {
    var previous: Int32
    var next: Int32
  }

  /// Appends the pieces of one word.
  func encode(
    _ word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace
  ) {
    if options.prefersWholeWords, let id = vocabulary.id(of: word) { return ids.append(id) }
    forEachPart(of: word, appendingTo: &ids, &workspace) { workspace in
      if workspace.symbols.count <= Self.longestScan {
        mergeByScan(&workspace)
      } else {
        mergeByQueue(&workspace) { false }
      }
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

  // MARK: - Symbols

  /// Cuts a word where no merge can reach over, lets `merge` join the symbols of each part, and
  /// appends what they become.
  private func forEachPart(
    of word: Span<UInt8>, appendingTo ids: inout [Int32], _ workspace: inout Workspace,
    _ merge: (inout Workspace) -> Void
  ) {
    func flush() {
      if workspace.symbols.count > 1 { merge(&workspace) }
      for symbol in workspace.symbols { ids.append(symbol.id) }
      workspace.symbols.removeAll(keepingCapacity: true)
    }
    func append(_ id: Int32) {
      if let last = workspace.symbols.indices.last {
        if let rule = rules.value(workspace.symbols[last].id, id) {
          workspace.symbols[last].merge = rule
          workspace.symbols[last].rank = rank(of: rule)
        } else {
          flush()
        }
      }
      workspace.symbols.append(Symbol(id: id))
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
    var count = symbols.count
    while true {
      var lowest = Self.noMerge
      var first = -1
      for index in 0..<count where symbols[index].rank < lowest {
        lowest = symbols[index].rank
        first = index
      }
      guard first >= 0 else { break }
      let id = merges[Int(symbols[first].merge)].result
      count -= 1
      for index in first + 1..<count { symbols[index] = symbols[index + 1] }
      symbols[first] = symbol(id, before: first + 1 < count ? symbols[first + 1].id : nil)
      if first > 0 { symbols[first - 1] = symbol(symbols[first - 1].id, before: id) }
    }
    workspace.symbols.removeLast(workspace.symbols.count - count)
  }

  private func mergeByQueue(_ workspace: inout Workspace, isDropped: () -> Bool) {
    workspace.links.removeAll(keepingCapacity: true)
    let count = Int32(workspace.symbols.count)
    for index in 0..<count {
      workspace.links.append(Link(previous: index - 1, next: index + 1 < count ? index + 1 : -1))
      enqueue(Int(index), &workspace)
    }
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
      // What was left out at this step may be chosen at the next.
      workspace.queue.insert(contentsOf: workspace.postponed)
      workspace.postponed.removeAll(keepingCapacity: true)
    }
    workspace.postponed.removeAll(keepingCapacity: true)
    workspace.gather()
  }

  private func enqueue(_ index: Int, _ workspace: inout Workspace) {
    let rank = workspace.symbols[index].rank
    guard rank != Self.noMerge else { return }
    workspace.queue.insert(UInt64(rank) << 32 | UInt64(index))
  }

  /// Merges a symbol with the next, and enqueues the merges of its new pairs.
  private func apply(at index: Int, _ workspace: inout Workspace) {
    let id = merges[Int(workspace.symbols[index].merge)].result
    let absorbed = Int(workspace.links[index].next)
    workspace.symbols[absorbed].rank = Self.noMerge
    let (previous, next) = (Int(workspace.links[index].previous), workspace.links[absorbed].next)
    workspace.links[index].next = next
    if next >= 0 { workspace.links[Int(next)].previous = Int32(index) }
    workspace.symbols[index] = symbol(id, before: next < 0 ? nil : workspace.symbols[Int(next)].id)
    enqueue(index, &workspace)
    guard previous >= 0 else { return }
    workspace.symbols[previous] = symbol(workspace.symbols[previous].id, before: id)
    enqueue(previous, &workspace)
  }

  /// A symbol with the merge that it has with the next one.
  @inline(__always)
  private func symbol(_ id: Int32, before next: Int32?) -> Symbol {
    guard let next, let merge = rules.value(id, next) else { return Symbol(id: id) }
    return Symbol(id: id, merge: merge, rank: rank(of: merge))
  }

  @inline(__always)
  private func rank(of merge: Int32) -> Int32 {
    order.isEmpty || merge == Self.noMerge ? merge : order[Int(merge)]
  }
}

extension BytePairEncoder.Workspace {
  /// Puts the symbols that are left side by side.
  fileprivate mutating func gather() {
    var count = 0
    var index = 0
    while index >= 0 {
      symbols[count] = symbols[index]
      count += 1
      index = Int(links[index].next)
    }
    symbols.removeLast(symbols.count - count)
  }
}
