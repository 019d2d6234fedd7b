import HeapModule

/// How often pieces stand side by side in the words of a text, kept up to date while pairs merge.
///
/// All words lie in one linked list of symbols, and each pair knows its places in it, so that a merge
/// costs no more than the places that it changes, however long their words are.
struct PairStatistics {
  /// Two neighbouring pieces.
  struct Pair {
    var left: Int32
    var right: Int32
  }

  private struct Symbol {
    /// -1 once the symbol is merged into the one before it.
    var id: Int32
    var previous: Int32
    var next: Int32
    var word: Int32
  }

  private struct Statistic {
    var pair: Pair
    var count = 0
    /// The count under which the pair was last queued; 0 when it is not in the queue.
    var queuedCount = 0
    /// Where the left symbol stands, or stood before a merge changed it.
    var places: [Int32] = []
  }

  private var symbols: [Symbol] = []
  private let wordCounts: [Int]
  private var statistics: [Statistic] = []
  private var numbers = PairTable()
  private var queue = Heap<Candidate>()

  /// Counts the pairs of characters. No pair reaches over a character that is not in `vocabulary`.
  init(words: WordCounts, vocabulary: Vocabulary) {
    wordCounts = words.counts
    for word in 0..<Int32(wordCounts.count) { append(words.words[word].span, word, vocabulary) }
    for index in symbols.indices where symbols[index].next >= 0 { addPair(at: Int32(index)) }
    for number in statistics.indices { enqueue(number) }
  }

  private mutating func append(_ text: Span<UInt8>, _ word: Int32, _ vocabulary: Vocabulary) {
    var offset = 0
    var previous: Int32 = -1
    while offset < text.count {
      let end = offset + text.scalar(at: offset).length
      if let id = vocabulary.id(of: text.extracting(offset..<end)) {
        let index = Int32(symbols.count)
        if previous >= 0 { symbols[Int(previous)].next = index }
        symbols.append(Symbol(id: id, previous: previous, next: -1, word: word))
        previous = index
      } else {
        previous = -1
      }
      offset = end
    }
  }

  /// Takes out the most frequent pair; `nil` when none occurs often enough.
  mutating func popMostFrequent(atLeast minimum: Int) -> Pair? {
    while let candidate = queue.popMax() {
      let statistic = statistics[Int(candidate.number)]
      if statistic.queuedCount != candidate.count { continue }
      if statistic.count < candidate.count {
        enqueue(Int(candidate.number))
        continue
      }
      statistics[Int(candidate.number)].queuedCount = 0
      return statistic.count >= minimum ? statistic.pair : nil
    }
    return nil
  }

  /// Merges a pair wherever it stands, in each word from left to right.
  mutating func apply(_ merge: Merge) {
    guard let number = numbers.value(merge.left, merge.right).map(Int.init) else { return }
    let places = statistics[number].places.sorted()
    statistics[number].places = []
    var changed: [Int] = []
    for place in places {
      let symbol = symbols[Int(place)]
      guard symbol.id == merge.left, symbol.next >= 0,
        symbols[Int(symbol.next)].id == merge.right
      else { continue }
      let next = symbols[Int(symbol.next)].next
      if symbol.previous >= 0 { removePair(at: symbol.previous) }
      if next >= 0 { removePair(at: symbol.next) }
      removePair(at: place)
      symbols[Int(symbol.next)].id = -1
      symbols[Int(place)].id = merge.result
      symbols[Int(place)].next = next
      if symbol.previous >= 0 { changed.append(addPair(at: symbol.previous)) }
      if next >= 0 {
        symbols[Int(next)].previous = place
        changed.append(addPair(at: place))
      }
    }
    for number in changed where statistics[number].count > statistics[number].queuedCount {
      enqueue(number)
    }
  }

  @discardableResult
  private mutating func addPair(at place: Int32) -> Int {
    let (left, right, count) = pair(at: place)
    let number: Int
    if let known = numbers.value(left, right) {
      number = Int(known)
    } else {
      number = statistics.count
      numbers.set(left, right, to: Int32(number))
      statistics.append(Statistic(pair: Pair(left: left, right: right)))
    }
    statistics[number].count += count
    statistics[number].places.append(place)
    return number
  }

  private mutating func removePair(at place: Int32) {
    let (left, right, count) = pair(at: place)
    guard let number = numbers.value(left, right) else { return }
    statistics[Int(number)].count -= count
  }

  private func pair(at place: Int32) -> (left: Int32, right: Int32, count: Int) {
    let symbol = symbols[Int(place)]
    return (symbol.id, symbols[Int(symbol.next)].id, wordCounts[Int(symbol.word)])
  }

  private mutating func enqueue(_ number: Int) {
    let statistic = statistics[number]
    statistics[number].queuedCount = statistic.count
    guard statistic.count > 0 else { return }
    queue.insert(
      Candidate(count: statistic.count, pair: statistic.pair, number: Int32(number)))
  }
}

/// A pair in the queue. Its count may have fallen since it was put there, but never risen.
private struct Candidate: Comparable {
  var count: Int
  var pair: PairStatistics.Pair
  var number: Int32

  static func < (one: Candidate, other: Candidate) -> Bool {
    (one.count, other.pair.left, other.pair.right) < (other.count, one.pair.left, one.pair.right)
  }

  static func == (one: Candidate, other: Candidate) -> Bool {
    one.count == other.count && one.number == other.number
  }
}
