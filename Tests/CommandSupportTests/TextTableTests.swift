import CommandSupport
import Dragoman
import Testing

@Suite struct TextTableTests {
  @Test func columnsAreAsWideAsTheirWidestCell() {
    var table = TextTable([.left, .right, .left])
    table.add(["option", "n", "why"])
    table.add(["é", "1,024", ""])
    table.add(["", "12", "of the corpus"])
    #expect(
      table.lines == [
        "option      n  why",
        "é       1,024",
        "           12  of the corpus",
      ])
    #expect(TextTable([.left]).lines == [])
  }

  @Test func aProfileBeginsWithTheLongestOperation() {
    let profile = OperationProfile()
    profile.start()
    profile.lap("short")
    for _ in 0..<1_000_000 { profile.pause() }
    profile.lap("long", \.backward)
    let lines = ProfileTable(profile).description.split(separator: "\n")
    #expect(lines.map { $0.prefix { $0 != " " } } == ["operation", "long", "short"])
  }
}
