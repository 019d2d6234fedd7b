import Dragoman
import Testing

struct TokenLinkTests {
  @Test func linksOfTwoTranslationsAreJoinedByTheTextBetween() {
    let first = [
      TokenLink(source: 0..<4, target: 10..<14, weight: 0.5),
      TokenLink(source: 5..<6, target: 14..<16, weight: 1),
    ]
    // The first stretch of the second takes in half of the one between, and all of the next.
    let second = [
      TokenLink(source: 12..<16, target: 20..<24, weight: 0.8),
      TokenLink(source: 0..<9, target: 24..<30, weight: 1),
    ]
    let joined = first.followed(by: second)
    #expect(joined.map(\.source) == [0..<4, 5..<6])
    #expect(joined.map(\.target) == [20..<24, 20..<24])
    #expect(abs(joined[0].weight - 0.5 * 0.8 / 2) < 1e-6)
    #expect(abs(joined[1].weight - 1 * 0.8 / 2) < 1e-6)
  }
}
