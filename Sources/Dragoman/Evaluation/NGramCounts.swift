/// Gives each different token a number from 1 on.
struct TokenTable {
  private var ids: [ArraySlice<UInt8>: UInt32] = [:]

  /// The number of `token`, which is new when the token is.
  mutating func id(of token: ArraySlice<UInt8>) -> UInt32 {
    if let id = ids[token] { return id }
    let id = UInt32(ids.count + 1)
    ids[ArraySlice(Array(token))] = id
    return id
  }
}

/// How often each n-gram of one to four tokens occurs in a sentence.
struct NGramCounts {
  /// The longest n-gram counted.
  static let maximumOrder = 4

  /// The count of tokens.
  let length: Int

  /// Keyed by the tokens' numbers, 32 bits each, the first one highest. As no number is 0, n-grams of
  /// different orders never share a key.
  private var counts: [UInt128: Int]

  /// Counts the n-grams of a sentence.
  ///
  /// - Parameter tokens: Numbers that a ``TokenTable`` gave.
  init(_ tokens: [UInt32]) {
    length = tokens.count
    counts = [:]
    counts.reserveCapacity(Self.maximumOrder * length)
    for start in tokens.indices {
      var key: UInt128 = 0
      for token in tokens[start...].prefix(Self.maximumOrder) {
        key = key << 32 | UInt128(token)
        counts[key, default: 0] += 1
      }
    }
  }

  /// Raises each count to that in `other`, where that is larger: what several references allow.
  mutating func formMaximum(_ other: NGramCounts) {
    counts.merge(other.counts, uniquingKeysWith: max)
  }

  /// How many n-grams of each order there are.
  var totals: SIMD4<Int> {
    pointwiseMax(SIMD4(repeating: length) &- SIMD4(0, 1, 2, 3), .zero)
  }

  /// How many n-grams of each order are also in `reference`, each at most as often as it is there.
  func matches(in reference: NGramCounts) -> SIMD4<Int> {
    var matches = SIMD4<Int>.zero
    for (key, count) in counts {
      guard let allowed = reference.counts[key] else { continue }
      let order = Self.maximumOrder - key.leadingZeroBitCount / 32
      matches[order - 1] += min(count, allowed)
    }
    return matches
  }
}
