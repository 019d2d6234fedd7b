import Testing

import Dragoman

@Suite struct RandomStreamTests {
  @Test func sameSeedSameNumbers() {
    var first = RandomStream(seed: 1, 2, 3)
    var second = RandomStream(seed: 1, 2, 3)
    var other = RandomStream(seed: 1, 3, 2)
    let numbers = (0..<8).map { _ in first.next() }
    #expect(numbers == (0..<8).map { _ in second.next() })
    #expect(numbers != (0..<8).map { _ in other.next() })
  }

  @Test func uniformNumbersFillTheUnitInterval() {
    var stream = RandomStream(seed: 7)
    let numbers = (0..<10_000).map { _ in stream.uniform() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.01)
  }
}
