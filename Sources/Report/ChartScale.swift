import Dragoman
import Glibc

/// The vertical axis of a chart, and the room around the drawing.
struct ChartScale {
  static let height = 240.0
  static let left = 44.0
  static let bottom = 46.0
  static let top = 10.0

  /// How wide the drawing is, in the pixels of its text.
  let width: Double
  /// Round numbers from below the lowest value to above the highest.
  private let ticks: [Double]
  /// Their decimals.
  let places: Int

  /// A scale for values between two numbers.
  init(from low: Double, to high: Double, width: Double = 920) {
    self.width = width
    // A run that went wrong has values that no picture can show.
    let most = 1e15
    let (low, high) = (max(-most, min(low, most)), max(-most, min(high, most)))
    let span = high > low ? high - low : 1
    let exponent = Int(log10(span / 5).rounded(.down))
    let step =
      [1.0, 2, 5, 10].map { $0 * pow(10, Double(exponent)) }.first { span / $0 <= 5 } ?? span
    let first = (low / step).rounded(.down)
    let last = max((high / step).rounded(.up), first + 1)
    ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    places = max(0, -Int(log10(step).rounded(.down)))
  }

  /// Where a value is drawn.
  func y(_ value: Double) -> Double {
    let (low, high) = (ticks[0], ticks[ticks.count - 1])
    let space = Self.height - Self.top - Self.bottom
    return Self.height - Self.bottom - space * (value - low) / (high - low)
  }

  /// Where the axis begins.
  var base: Double { Self.height - Self.bottom }

  /// A drawing over the lines of the scale.
  ///
  /// - Parameter axis: What lies to the right.
  func chart(axis: String, _ drawing: HTML) -> HTML {
    """
    <svg viewBox="0 0 \(Self.text(width)) \(Self.text(Self.height))" role="img">
    \(content(axis: axis, drawing))
    </svg>
    """
  }

  /// The same as a file of its own: on a card, below a title and a legend.
  func picture(title: String, names: [String], axis: String, _ drawing: HTML) -> String {
    // What stands above the drawing, and what lies around all.
    let (head, margin) = (52.0, 20.0)
    let (left, top) = (Self.text(-margin), Self.text(-head - margin))
    let (cardWidth, cardHeight) = (
      Self.text(width + 2 * margin), Self.text(Self.height + head + 2 * margin)
    )
    var x = 0.0
    let legend = names.enumerated().map { index, name -> HTML in
      defer { x += 44 + 6.5 * Double(name.count) }
      return """
        <rect class="series-\(index + 1)" x="\(Self.text(x))" y="-26" width="10" height="10" rx="2"/>\
        <text x="\(Self.text(x + 16))" y="-17">\(name)</text>

        """
    }
    let picture: HTML = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(left) \(top) \(cardWidth) \(cardHeight)" \
      font-family="system-ui, sans-serif">
      <style>
      \(Style.charts)</style>
      <rect x="\(left)" y="\(top)" width="\(cardWidth)" height="\(cardHeight)" rx="10" fill="var(--card)"/>
      <text class="title" x="0" y="-42">\(title)</text>
      \(legend)\(content(axis: axis, drawing))
      </svg>

      """
    return picture.markup
  }

  private func content(axis: String, _ drawing: HTML) -> HTML {
    """
    \(ticks.map(line))
    \(drawing)
    <text x="\(Self.text((Self.left + width) / 2))" y="\(Self.text(Self.height - 4))" \
    text-anchor="middle">\(axis)</text>
    """
  }

  private func line(_ tick: Double) -> HTML {
    """
    <line class="grid" x1="\(Self.text(Self.left))" x2="\(Self.text(width))" \
    y1="\(Self.text(y(tick)))" y2="\(Self.text(y(tick)))"/>\
    <text x="\(Self.text(Self.left - 8))" y="\(Self.text(y(tick) + 4))" \
    text-anchor="end">\(Figures.decimal(tick, places: places))</text>
    """
  }

  /// A coordinate.
  static func text(_ coordinate: Double) -> String { Figures.decimal(coordinate, places: 1) }

  /// The names of series with their colours.
  static func legend(_ names: [String]) -> HTML {
    let entries = names.enumerated().map { index, name -> HTML in
      "<span><i class=\"series-\(index + 1)\"></i><bdi>\(name)</bdi></span>"
    }
    return "<div class=\"legend\">\(entries)</div>"
  }
}
