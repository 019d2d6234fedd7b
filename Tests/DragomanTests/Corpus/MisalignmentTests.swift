import Testing

import Dragoman

@Suite struct MisalignmentTests {
  /// Lengths of sentences of 5 to 150 characters, and of translations a fifth longer, give or take a fifth.
  private func pairs(count: Int) -> (source: [Int], target: [Int]) {
    var stream = RandomStream(seed: 5)
    let lengths = (0..<count).map { _ in Int.random(in: 5...150, using: &stream) }
    return (lengths, lengths.map { Int(Float($0) * (1 + 0.4 * stream.uniform())) })
  }

  @Test(arguments: [1, 2, 100, 400, 999, 1000])
  func aLineLackingInTheTarget(line: Int) {
    var (source, target) = pairs(count: 1000)
    target.remove(at: line - 1)
    #expect(abs(lineOfMisalignment(source, target) - line) <= 5)
  }

  @Test(arguments: [1, 300, 1000])
  func linesLackingInTheSource(line: Int) {
    var (source, target) = pairs(count: 1020)
    source.removeSubrange(line - 1..<line + 19)
    #expect(abs(lineOfMisalignment(source, target) - line) <= 5)
  }

  @Test func aLineTooMany() {
    var (source, target) = pairs(count: 1000)
    target.insert(38, at: 249)
    #expect(abs(lineOfMisalignment(source, target) - 250) <= 5)
  }
}
