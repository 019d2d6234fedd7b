import Report
import Testing

@Suite struct PageTests {
  private let page = Page(
    title: "a<b", subtitle: "c & d", sections: ["<h2>one</h2>", "<h2>two</h2>"]
  ).text

  @Test func holdsItsSections() {
    #expect(page.hasPrefix("<!doctype html>\n"))
    #expect(page.contains("<title>a&lt;b</title>"))
    #expect(page.contains("<p>c &amp; d</p>"))
    #expect(
      page.contains("<section>\n<h2>one</h2>\n</section>\n<section>\n<h2>two</h2>\n</section>"))
  }

  @Test func needsNothingFromElsewhere() {
    for link in ["http:", "https:", "src=", "href=", "url(", "@import", "<script"] {
      #expect(!page.contains(link))
    }
  }
}

@Suite struct BarChartTests {
  private func markup(_ values: [[Double?]]) -> String {
    BarChart(
      categories: values[0].indices.map { "c\($0)" }, axis: "axis",
      series: values.enumerated().map { .init(name: "<\($0)>", values: $1) }
    ).html.markup
  }

  private func count(_ part: String, in text: String) -> Int {
    text.split(separator: part, omittingEmptySubsequences: false).count - 1
  }

  @Test func drawsABarForEachValue() {
    let chart = markup([[1, 2.5, nil], [4, 0, 3]])
    #expect(count("<rect", in: chart) == 5)
    #expect(chart.contains("<title>&lt;0&gt;, c1: 2.5</title>"))
    #expect(chart.contains("<i class=\"series-2\"></i><bdi>&lt;1&gt;</bdi>"))
    #expect(!chart.contains("nan") && !chart.contains("inf"))
  }

  @Test(arguments: [[0.0], [1e-9], [1e300], [.infinity], [.nan]])
  func drawsWhateverItIsGiven(values: [Double]) {
    #expect(markup([values]).contains("</svg>"))
  }

  @Test(arguments: [(40.0, "40"), (41.0, "50"), (7.0, "8"), (0.9, "1.0")])
  func theAxisEndsAboveTheHighestBar(highest: Double, last: String) {
    #expect(markup([[highest]]).contains("text-anchor=\"end\">\(last)</text>"))
  }
}

@Suite struct PictureTests {
  @Test func aPictureStandsByItself() throws {
    let bars = BarChart(
      categories: ["a", "b"], axis: "axis",
      series: [.init(name: "<1>", values: [1, 2]), .init(name: "<2>", values: [2, nil])])
    let lines = LineChart(
      axis: "axis", series: [.init(name: "<1>", points: [.init(x: 1, y: 2), .init(x: 2, y: 3)])])
    for picture in [bars.picture(title: "a < b"), lines.picture(title: "a < b")] {
      #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
      #expect(picture.contains(">a &lt; b</text>") && picture.contains(">&lt;1&gt;</text>"))
      #expect(picture.contains("--series-1:") && picture.hasSuffix("</svg>\n"))
    }
    #expect(bars.picture(title: "").split(separator: "<title>").count == 1 + 3)
  }
}
