/// The n-grams of a sentence's references, and which of them a hypothesis has.
///
/// A hash table that is a trie: an n-gram is found by the slot of the n-gram without its last unit
/// and by that unit, so there is no need to hash or compare whole n-grams. Units are numbers of
/// words or characters. Nothing is erased between sentences; a slot is in use when the number it was
/// last touched by is not older than the sentence.
struct NGramTable {
  private struct Slot {
    /// The parent's slot and one, above 32 bits of the unit.
    var key: UInt64 = 0
    /// The last line that touched the slot.
    var line: UInt32 = 0
    /// How often that line has had the n-gram so far.
    var count: UInt32 = 0
    /// The most often that a reference has it.
    var allowed: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 1 << 12)
  /// As many of the slots are used as suits the sentence, so that they stay in the cache.
  private var mask = 0
  private var line: UInt32 = 0
  private var firstLine: UInt32 = 1

  /// Forgets all n-grams and makes room for those of a sentence.
  ///
  /// - Parameter capacity: At least the count of n-grams that the references have together.
  mutating func begin(capacity: Int) {
    firstLine = line + 1
    var size = 64
    while size < 2 * capacity { size *= 2 }
    mask = size - 1
    if size > slots.count { slots = [Slot](repeating: Slot(), count: size) }
  }

  /// Forgets all n-grams and adds those of one reference.
  mutating func begin(with units: Span<UInt32>, order: Int) {
    begin(capacity: min(order, units.count) * units.count)
    addReference(units, order: order)
  }

  /// Adds the n-grams of order 1 to `order` of one reference. Several allow each n-gram as often as
  /// the one that has it most often.
  mutating func addReference(_ units: Span<UInt32>, order: Int) {
    line += 1
    let (line, firstLine, mask) = (line, firstLine, mask)
    var slots = slots.mutableSpan
    for start in units.indices {
      var parent = 0
      for index in start..<min(start + order, units.count) {
        let key = UInt64(parent) << 32 | UInt64(units[index])
        let slot = Self.slot(of: key, in: slots, mask, since: firstLine)
        if slots[slot].line < firstLine { slots[slot] = Slot(key: key) }
        if slots[slot].line != line {
          slots[slot].line = line
          slots[slot].count = 0
        }
        slots[slot].count += 1
        slots[slot].allowed = max(slots[slot].allowed, slots[slot].count)
        parent = slot + 1
      }
    }
  }

  /// Calls `body` for each n-gram of a hypothesis that a reference has too, at most as often as it is
  /// there, with the count of its units less one.
  mutating func forEachMatch(
    of units: Span<UInt32>, order: Int, _ body: (_ order: Int) -> Void
  ) {
    line += 1
    let (line, firstLine, mask) = (line, firstLine, mask)
    var slots = slots.mutableSpan
    for start in units.indices {
      var parent = 0
      for index in start..<min(start + order, units.count) {
        let key = UInt64(parent) << 32 | UInt64(units[index])
        let slot = Self.slot(of: key, in: slots, mask, since: firstLine)
        // What is not there is not the beginning of anything longer either.
        if slots[slot].line < firstLine { break }
        if slots[slot].line != line {
          slots[slot].line = line
          slots[slot].count = 0
        }
        if slots[slot].count < slots[slot].allowed {
          slots[slot].count += 1
          body(index - start)
        }
        parent = slot + 1
      }
    }
  }

  /// The slot that holds a key, or the free one where it belongs. Multiplication by the golden
  /// ratio spreads the keys (Knuth, The Art of Computer Programming 3, 6.4).
  private static func slot(
    of key: UInt64, in slots: borrowing MutableSpan<Slot>, _ mask: Int, since firstLine: UInt32
  ) -> Int {
    var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot].line >= firstLine, slots[slot].key != key { slot = (slot + 1) & mask }
    return slot
  }
}
