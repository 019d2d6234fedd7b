import Glibc

/// Byte strings numbered from 0 in the order in which they were first inserted.
///
/// A hash table with open addressing whose strings lie one after another in one buffer: a look-up
/// makes no allocation and, unlike Swift's `String`, compares bytes and not canonical equivalence.
struct ByteStringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var slots: [Slot]

  private struct Slot {
    var hash: UInt32 = 0
    var number: Int32 = -1
  }

  /// An empty table, with room for a number of strings before it has to grow.
  init(minimumCapacity: Int = 0) {
    var size = 16
    while size < 2 * minimumCapacity { size *= 2 }
    slots = Array(repeating: Slot(), count: size)
    ends.reserveCapacity(minimumCapacity)
  }

  /// How many strings there are.
  var count: Int { ends.count }

  /// How long all strings are together.
  var byteCount: Int { bytes.count }

  /// The string with a number.
  subscript(number: Int32) -> ArraySlice<UInt8> {
    bytes[range(of: Int(number))]
  }

  /// The number of a string; `nil` when it is not there.
  func number(of string: Span<UInt8>) -> Int32? {
    let number = slots[slot(of: string, hash: Self.hash(string))].number
    return number < 0 ? nil : number
  }

  /// Whether the string with a number is that of two others, one after the other.
  func isJoined(_ number: Int32, from left: Int32, _ right: Int32) -> Bool {
    let (whole, left, right) = (
      range(of: Int(number)), range(of: Int(left)), range(of: Int(right))
    )
    guard whole.count == left.count + right.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return true }
      let middle = whole.lowerBound + left.count
      return memcmp(base + whole.lowerBound, base + left.lowerBound, left.count) == 0
        && memcmp(base + middle, base + right.lowerBound, right.count) == 0
    }
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

  /// A hash of the string with a number, the same on every machine and in every run.
  func hash(of number: Int32) -> UInt32 {
    Self.hash(self[number].span)
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
    return string.withUnsafeBytes { string in
      bytes.withUnsafeBytes { bytes in
        guard let one = string.baseAddress, let other = bytes.baseAddress else { return true }
        return memcmp(one, other + range.lowerBound, string.count) == 0
      }
    }
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

  private static func hash(_ string: Span<UInt8>) -> UInt32 {
    var hash = ByteHash(length: string.count)
    var offset = 0
    repeat {
      hash.combine(string.word(at: offset))
      offset += 8
    } while offset < string.count
    return UInt32(truncatingIfNeeded: hash.value)
  }
}
