/// NumPy's default random generator, number for number.
///
/// Resampling draws what sacreBLEU draws, so that intervals and p-values can be compared digit by
/// digit. The generator is PCG XSL RR 128/64 (O'Neill 2014), seeded as `numpy.random.SeedSequence`
/// does; bounded integers are `Generator.integers` of NumPy 1.17 and later (NEP 19), made by
/// Lemire's method (2019) from halves of 64 bits. A copy goes on where the original was.
package struct PCG64: Sendable, Equatable {
  private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

  private var state: UInt128 = 0
  private let increment: UInt128
  /// The upper half of the last 64 bits, until it is asked for.
  private var half: UInt32?

  /// The generator that `numpy.random.default_rng(seed)` makes.
  package init(seed: UInt64) {
    let words = SeedSequence(seed).words()
    increment = words[1] << 1 | 1
    step()
    state &+= words[0]
    step()
  }

  private mutating func step() { state = state &* Self.multiplier &+ increment }

  private mutating func next64() -> UInt64 {
    step()
    let mixed = UInt64(truncatingIfNeeded: state >> 64 ^ state)
    let rotation = UInt64(truncatingIfNeeded: state >> 122)
    return mixed >> rotation | mixed << ((64 &- rotation) & 63)
  }

  /// The next 32 uniformly distributed bits.
  @inline(__always)
  package mutating func next32() -> UInt32 {
    if let bits = half {
      half = nil
      return bits
    }
    let bits = next64()
    half = UInt32(truncatingIfNeeded: bits >> 32)
    return UInt32(truncatingIfNeeded: bits)
  }

  /// A number drawn uniformly from `0..<bound`, as `integers(bound)` and `choice(bound)` draw it.
  ///
  /// - Parameter bound: From 1 on. Nothing is drawn when it is 1.
  @inline(__always)
  package mutating func next(below bound: UInt32) -> UInt32 {
    guard bound > 1 else { return 0 }
    var product = next32().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next32().multipliedFullWidth(by: bound) }
    }
    return product.high
  }
}

/// Spreads a seed over the state of a generator (NumPy's `SeedSequence`, after O'Neill's `seed_seq`).
private struct SeedSequence {
  private var pool: [UInt32] = []

  init(_ seed: UInt64) {
    var factor: UInt32 = 0x43B0_D7E5
    func hash(_ value: UInt32) -> UInt32 {
      var value = value ^ factor
      factor &*= 0x931E_8875
      value &*= factor
      return value ^ value >> 16
    }
    pool = [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32), 0, 0].map(hash)
    for source in pool.indices {
      for target in pool.indices where target != source {
        let mixed = 0xCA01_F9DD &* pool[target] &- 0x4973_F715 &* hash(pool[source])
        pool[target] = mixed ^ mixed >> 16
      }
    }
  }

  /// Two words of 128 bits.
  func words() -> [UInt128] {
    var factor: UInt32 = 0x8B51_F9DD
    let parts = (0..<8).map { index in
      var value = pool[index % pool.count] ^ factor
      factor &*= 0x58F3_8DED
      value &*= factor
      return UInt128(value ^ value >> 16)
    }
    // Each half of a word is little-endian, but the upper half comes first.
    return [0, 4].map { first in
      parts[first + 1] << 96 | parts[first] << 64 | parts[first + 3] << 32 | parts[first + 2]
    }
  }
}
