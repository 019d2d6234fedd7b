/// Byte strings numbered from 0 in the order in which they were first inserted.
///
/// A hash table with open addressing whose strings lie one after another in one buffer: a look-up
/// makes no allocation and, unlike Swift's `String`, compares bytes and not canonical equivalence.
struct ByteStringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var slots = [Slot](repeating: Slot(), count: 16)

  private struct Slot {
    var hash: UInt32 = 0
    var number: Int32 = -1
  }

  /// How many strings there are.
  var count: Int { ends.count }

  /// The string with a number.
  subscript(number: Int32) -> ArraySlice<UInt8> {
    bytes[range(of: Int(number))]
  }

  /// The number of a string; `nil` when it is not there.
  func number(of string: Span<UInt8>) -> Int32? {
    let number = slots[slot(of: string, hash: Self.hash(string))].number
    return number < 0 ? nil : number
  }

  /// The number of a string, which is inserted when it is not there.
  mutating func insert(_ string: Span<UInt8>) -> Int32 {
    let hash = Self.hash(string)
    let slot = slot(of: string, hash: hash)
    if slots[slot].number >= 0 { return slots[slot].number }
    let number = Int32(count)
    slots[slot] = Slot(hash: hash, number: number)
    string.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    if 2 * count > slots.count { grow() }
    return number
  }

  /// Gives a string the next number, though it is never to be found.
  mutating func appendUnlisted(_ string: Span<UInt8>) -> Int32 {
    let number = Int32(count)
    string.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    return number
  }

  private func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// The slot that holds a string, or the empty one where it belongs.
  private func slot(of string: Span<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot].number >= 0 {
      if slots[slot].hash == hash, equals(string, Int(slots[slot].number)) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func equals(_ string: Span<UInt8>, _ number: Int) -> Bool {
    let range = range(of: number)
    guard range.count == string.count else { return false }
    for index in string.indices where bytes[range.lowerBound + index] != string[index] {
      return false
    }
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    let mask = slots.count - 1
    for entry in old where entry.number >= 0 {
      var slot = Int(entry.hash) & mask
      while slots[slot].number >= 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }

  /// FNV-1a (Fowler, Noll and Vo), its 64 bits folded into 32.
  private static func hash(_ string: Span<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in string.indices {
      hash = (hash ^ UInt64(string[index])) &* 0x0000_0100_0000_01B3
    }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
