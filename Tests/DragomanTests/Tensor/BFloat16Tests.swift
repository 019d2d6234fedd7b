import Testing

import Dragoman

/// Numbers of 16 bits, against their definition.
@Suite struct BFloat16Tests {
  private func rounded(_ numbers: [Float]) -> [Float] {
    let buffer = ParameterBuffer(count: numbers.count)
    for (place, number) in numbers.enumerated() { buffer.floats[place] = number }
    if let base = buffer.floats.baseAddress {
      buffer.device.roundToBFloat16(Tensor(base: base, rows: 1, columns: numbers.count))
    }
    return buffer.copied()
  }

  /// The nearer of the two numbers whose last 16 bits are 0; of two as near, that whose last bit is 0.
  private func reference(_ number: Float) -> Float {
    guard number.isFinite else { return number }
    let below = Float(bitPattern: number.bitPattern & 0xFFFF_0000)
    let above = Float(bitPattern: (number.bitPattern & 0xFFFF_0000) &+ 0x1_0000)
    // The next after the largest, were there one.
    let beyond: Double = below.sign == .plus ? 0x1p128 : -0x1p128
    let (left, right) = (
      abs(Double(number) - Double(below)),
      abs((above.isFinite ? Double(above) : beyond) - Double(number))
    )
    if left == right { return below.bitPattern >> 16 & 1 == 0 ? below : above }
    return left < right ? below : above
  }

  @Test func numbersAreRoundedToTheNearest() {
    var stream = RandomStream(seed: 3)
    let random = (0..<10_000).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: stream.next()))
    }
    let ties = random.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000 | 0x8000) }
    let edges: [Float] = [
      0, -0.0, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    let numbers = (random + ties + edges).filter { !$0.isNaN }
    let found = rounded(numbers)
    let differences = zip(numbers, found).count { reference($0).bitPattern != $1.bitPattern }
    #expect(differences == 0)
    for number in rounded([.nan, Float(bitPattern: 0x7F80_0001), -.nan]) { #expect(number.isNaN) }
  }

  @Test func whatIsRoundedTravelsInHalf() {
    let numbers = rounded((0..<1_003).map { Float($0) * 1.2345 - 600 })
    var (copy, packed) = (numbers, [UInt16](repeating: 0, count: numbers.count))
    copy.withUnsafeMutableBufferPointer { copy in
      guard let base = copy.baseAddress else { return }
      let tensor = Tensor(base: base, rows: 1, columns: copy.count)
      packed.withUnsafeMutableBufferPointer { packed in
        guard let start = packed.baseAddress else { return }
        Device.host.pack(tensor, into: start)
        copy.update(repeating: 0)
        Device.host.unpack(start, into: tensor)
      }
    }
    #expect(copy == numbers)
  }
}
