import Dragoman
import Glibc

/// Bars in groups: for each category one bar a series.
public struct BarChart: Sendable {
  /// One colour of bars.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// One height for each category, 0 or more; `nil` leaves a gap.
    public var values: [Double?]

    /// A colour's name and heights.
    public init(name: String, values: [Double?]) {
      self.name = name
      self.values = values
    }
  }

  /// As many colours as the style has.
  public static let largestCount = 6

  private let categories: [String]
  private let series: [Series]
  private let axis: String
  /// Round numbers from 0 to above the highest bar, and their decimals.
  private let ticks: [Double]
  private let places: Int

  private static let width = 920.0
  private static let height = 240.0
  private static let left = 44.0
  private static let bottom = 46.0
  private static let top = 10.0

  /// A chart.
  ///
  /// - Parameters:
  ///   - categories: What stands under each group of bars.
  ///   - axis: What the categories are.
  ///   - series: From 1 to ``largestCount``.
  public init(categories: [String], axis: String, series: [Series]) {
    self.categories = categories
    self.axis = axis
    // What cannot be drawn is a gap.
    self.series = series.map { series in
      Series(name: series.name, values: series.values.map { $0.flatMap { $0.isFinite ? $0 : nil } })
    }
    (ticks, places) = Self.scale(self.series.flatMap(\.values).compactMap(\.self).max() ?? 0)
  }

  /// The chart with a legend above it where there are several series.
  public var html: HTML {
    """
    \(series.count > 1 ? Self.legend(series.map(\.name)) : "")
    <svg viewBox="0 0 \(Self.text(Self.width)) \(Self.text(Self.height))" role="img">
    \(ticks.map(grid))
    \(categories.indices.map(group))
    <text x="\(Self.text((Self.left + Self.width) / 2))" y="\(Self.text(Self.height - 4))" \
    text-anchor="middle">\(axis)</text>
    </svg>
    """
  }

  /// The names with their colours.
  private static func legend(_ names: [String]) -> HTML {
    let entries = names.enumerated().map { index, name -> HTML in
      "<span><i class=\"series-\(index + 1)\"></i><bdi>\(name)</bdi></span>"
    }
    return "<div class=\"legend\">\(entries)</div>"
  }

  private static func scale(_ highest: Double) -> (ticks: [Double], places: Int) {
    for exponent in -6..<300 where highest > 0 {
      for factor in [1.0, 2, 5] {
        let step = factor * pow(10, Double(exponent))
        guard highest / step <= 5 else { continue }
        let count = Int((highest / step).rounded(.up))
        return ((0...count).map { Double($0) * step }, max(0, -exponent))
      }
    }
    return ([0, 1], 0)
  }

  private func y(_ value: Double) -> Double {
    let space = Self.height - Self.top - Self.bottom
    return Self.height - Self.bottom - space * value / (ticks.last ?? 1)
  }

  private func grid(_ tick: Double) -> HTML {
    """
    <line class="grid" x1="\(Self.text(Self.left))" x2="\(Self.text(Self.width))" \
    y1="\(Self.text(y(tick)))" y2="\(Self.text(y(tick)))"/>\
    <text x="\(Self.text(Self.left - 8))" y="\(Self.text(y(tick) + 4))" \
    text-anchor="end">\(Figures.decimal(tick, places: places))</text>
    """
  }

  private func group(_ category: Int) -> HTML {
    let slot = (Self.width - Self.left) / Double(categories.count)
    let start = Self.left + slot * Double(category)
    let barWidth = min(slot * 0.8 / Double(series.count), 60)
    let first = start + (slot - barWidth * Double(series.count)) / 2
    let bars = series.indices.compactMap { index -> HTML? in
      guard let value = series[index].values[category] else { return nil }
      let x = first + barWidth * Double(index)
      return """
        <rect class="series-\(index + 1)" x="\(Self.text(x + 0.5))" y="\(Self.text(y(value)))" \
        width="\(Self.text(barWidth - 1))" height="\(Self.text(y(0) - y(value)))" rx="1.5">\
        <title>\(series[index].name), \(categories[category]): \
        \(Figures.decimal(value, places: value == value.rounded() ? 0 : 1))</title></rect>

        """
    }
    return """
      \(bars)<text x="\(Self.text(start + slot / 2))" y="\(Self.text(Self.height - Self.bottom + 18))" \
      text-anchor="middle">\(categories[category])</text>
      """
  }

  private static func text(_ coordinate: Double) -> String {
    Figures.decimal(coordinate, places: 1)
  }
}
