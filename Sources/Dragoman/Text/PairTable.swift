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
    while size < 4 * minimumCapacity { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
  }

  private struct Slot: Equatable {
    var pair: UInt64 = 0
    var value: Int32 = -1
  }

  /// The number kept for a pair; `nil` when there is none.
  @inline(__always)
  func value(_ left: Int32, _ right: Int32) -> Int32? {
    let value = slots[slot(of: Self.pair(left, right))].value
    return value < 0 ? nil : value
  }

  /// Keeps a number, 0 or greater, for a pair; one kept earlier is replaced.
  mutating func set(_ left: Int32, _ right: Int32, to value: Int32) {
    let pair = Self.pair(left, right)
    let slot = slot(of: pair)
    if slots[slot].value < 0 { count += 1 }
    slots[slot] = Slot(pair: pair, value: value)
    // Most look-ups find nothing, which takes an empty slot nearby.
    if 4 * count > slots.count { grow() }
  }

  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The slot that holds a pair, or the empty one where it belongs.
  private func slot(of pair: UInt64) -> Int {
    let mask = slots.count - 1
    let hash = pair &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[slot].value >= 0, slots[slot].pair != pair { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for entry in old where entry.value >= 0 { slots[slot(of: entry.pair)] = entry }
  }
}
