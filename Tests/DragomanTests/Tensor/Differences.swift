/// The largest magnitude.
func largest(_ values: some Sequence<Float>) -> Float {
  values.reduce(0) { max($0, abs($1)) }
}

/// The largest magnitude among the differences; infinite where the lengths differ or a number is none.
func largestDifference(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
