/// Lines of five to twelve random digits: a language whose sentences translate to themselves.
func linesOfDigits(_ count: Int, seed: UInt64) -> String {
  var state = seed
  func next(_ limit: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % limit
  }
  return (0..<count).map { _ in
    (0..<5 + next(8)).map { _ in "\(next(10))" }.joined(separator: " ") + "\n"
  }.joined()
}
