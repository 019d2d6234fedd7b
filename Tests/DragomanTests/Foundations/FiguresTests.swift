import Dragoman
import Testing

@Suite struct FiguresTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-29_000, "-29,000"), (1_234_567, "1,234,567"),
  ])
  func count(value: Int, text: String) {
    #expect(Figures.count(value) == text)
  }

  @Test func decimal() {
    #expect(Figures.decimal(41.015, places: 2) == "41.02")
    #expect(Figures.decimal(0.125, places: 2) == "0.12")
    #expect(Figures.decimal(-3, places: 0) == "-3")
    #expect(Figures.decimal(.greatestFiniteMagnitude, places: 3).count == 313)
  }

  @Test func rate() {
    #expect(Figures.rate(12_345.4, "tokens") == "12,345 tokens/s")
    #expect(Figures.rate(3.44, "updates") == "3.4 updates/s")
    #expect(Figures.rate(.infinity, "tokens") == "inf tokens/s")
  }

  @Test(arguments: [
    (Duration.seconds(12.9), "12 s"), (.seconds(200), "3 min 20 s"), (.seconds(3900), "1 h 05 min"),
    (.seconds(61), "1 min 01 s"), (.zero, "0 s"),
  ])
  func duration(duration: Duration, text: String) {
    #expect(Figures.duration(duration) == text)
  }
}
