import Testing

@Suite struct CopyTaskTests {
  @Test func linesOfDigitsFromASeed() {
    let lines = CopyTask.lines(count: 500, lengths: 3...6, seed: 1)
    #expect(lines.count == 500)
    #expect(lines == CopyTask.lines(count: 500, lengths: 3...6, seed: 1))
    #expect(lines != CopyTask.lines(count: 500, lengths: 3...6, seed: 2))
    let digits = lines.map { $0.split(separator: " ") }
    #expect(Set(digits.map(\.count)) == [3, 4, 5, 6])
    #expect(Set(digits.joined()) == Set((0...9).map { Substring(String($0)) }))
  }
}
