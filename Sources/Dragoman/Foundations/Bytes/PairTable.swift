/// Numbers kept for ordered pairs of pieces.
///
/// A hash table with open addressing: the look-up of a pair is the innermost step of byte-pair
/// encoding, several for every character of text.
struct PairTable: Sendable, Equatable {
  private var slots: [Slot]
  private var count = 0

  /// An empty table, with room for a number of pairs before it has to grow.
  init(minimumCapacity: Int = 0) {
    var size = 16
    while size < 2 * minimumCapacity { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
  }

  // Three numbers of 32 bits and no more: how much of the table the cache holds decides the speed.
  private struct Slot: Equatable {
    var left: Int32 = -1
    var right: Int32 = -1
    var value: Int32 = -1
  }

  /// The number kept for a pair; `nil` when there is none.
  @inline(__always)
  func value(_ left: Int32, _ right: Int32) -> Int32? {
    let value = slots[slot(of: left, right)].value
    return value < 0 ? nil : value
  }

  /// Keeps a number, 0 or greater, for a pair; one kept earlier is replaced.
  mutating func set(_ left: Int32, _ right: Int32, to value: Int32) {
    let slot = slot(of: left, right)
    if slots[slot].value < 0 { count += 1 }
    slots[slot] = Slot(left: left, right: right, value: value)
    if 2 * count > slots.count { grow() }
  }

  /// The slot that holds a pair, or the empty one where it belongs.
  @inline(__always)
  private func slot(of left: Int32, _ right: Int32) -> Int {
    let mask = slots.count - 1
    let pair = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    var slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot].value >= 0, slots[slot].left != left || slots[slot].right != right {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for entry in old where entry.value >= 0 { slots[slot(of: entry.left, entry.right)] = entry }
  }
}
