/// A number that tells data apart from other data: FNV-1a, of numbers rather than of bytes.
package struct Fingerprint: Sendable {
  /// The number of what was added so far.
  package private(set) var value: UInt64

  /// That of no data.
  package init() { value = 0xCBF2_9CE4_8422_2325 }

  /// Goes on from another's value.
  package init(_ value: UInt64) { self.value = value }

  /// Adds a number.
  package mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01B3 }

  /// Adds bytes, and how many there are.
  package mutating func add(bytes: some Collection<UInt8>) {
    add(UInt64(bytes.count))
    for byte in bytes { add(UInt64(byte)) }
  }

  /// The number in 16 digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
