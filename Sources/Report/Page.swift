/// A page that stands by itself: one file without scripts, fonts or pictures from elsewhere, for
/// light and dark screens, for paper, and for text in any direction.
public struct Page: Sendable {
  private let title: String
  private let subtitle: String
  private let sections: [HTML]

  /// A page of sections, each of which begins with a heading of its own.
  public init(title: String, subtitle: String, sections: [HTML]) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }

  /// The whole file.
  public var text: String {
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>\(Style.sheet)</style>
      </head>
      <body>
      <header><h1>\(title)</h1><p>\(subtitle)</p></header>
      <main>
      \(sections.map { "<section>\n\($0)\n</section>\n" })
      </main>
      </body>
      </html>

      """
    return page.markup
  }
}
