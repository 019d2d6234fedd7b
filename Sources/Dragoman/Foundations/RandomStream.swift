/// A seeded random generator whose every value can be reached by number.
///
/// Value `n` of a stream is a hash of the stream's key and `n` (Steele et al. 2014, *SplitMix*).
/// There is no hidden state to save: a training run that is resumed asks for the same numbers again,
/// and workers on different threads draw from streams of their own without ordering themselves.
package struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
  private let key: UInt64
  private var counter: UInt64 = 0

  /// The stream named by a seed and any number of indices, such as the epoch or the update.
  package init(seed: UInt64, _ indices: UInt64...) {
    key = indices.reduce(Self.mix(seed)) { Self.mix($0 ^ Self.mix($1 &+ 0x632B_E59B_D9B4_E019)) }
  }

  /// The next 64 uniformly distributed bits.
  package mutating func next() -> UInt64 {
    counter &+= 1
    return Self.mix(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A number drawn uniformly from [0, 1), with 24 random bits.
  package mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
