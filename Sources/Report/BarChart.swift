import Dragoman

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
  private let scale: ChartScale

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
    scale = ChartScale(from: 0, to: self.series.flatMap(\.values).compactMap(\.self).max() ?? 0)
  }

  /// The chart with a legend above it where there are several series.
  public var html: HTML {
    """
    \(series.count > 1 ? ChartScale.legend(series.map(\.name)) : "")
    \(scale.chart(axis: axis, groups))
    """
  }

  /// The chart as an SVG file, for documents that show pictures.
  public func picture(title: String) -> String {
    scale.picture(title: title, names: series.map(\.name), axis: axis, groups)
  }

  private var groups: HTML { HTML(joining: categories.indices.map(group)) }

  private func group(_ category: Int) -> HTML {
    let slot = (scale.width - ChartScale.left) / Double(categories.count)
    let start = ChartScale.left + slot * Double(category)
    let barWidth = min(slot * 0.8 / Double(series.count), 60)
    let first = start + (slot - barWidth * Double(series.count)) / 2
    let bars = series.indices.compactMap { index -> HTML? in
      guard let value = series[index].values[category] else { return nil }
      let x = first + barWidth * Double(index)
      return """
        <rect class="series-\(index + 1)" x="\(ChartScale.text(x + 0.5))" y="\(ChartScale.text(scale.y(value)))" \
        width="\(ChartScale.text(barWidth - 1))" height="\(ChartScale.text(scale.base - scale.y(value)))" rx="1.5">\
        <title>\(series[index].name), \(categories[category]): \
        \(Figures.decimal(value, places: value == value.rounded() ? 0 : 1))</title></rect>

        """
    }
    return """
      \(bars)<text x="\(ChartScale.text(start + slot / 2))" y="\(ChartScale.text(scale.base + 18))" \
      text-anchor="middle">\(categories[category])</text>
      """
  }
}
