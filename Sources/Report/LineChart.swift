import Dragoman

/// Lines over a common horizontal axis.
public struct LineChart: Sendable {
  /// One line.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its points from left to right.
    public var points: [Point]

    /// A line's name and points.
    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// A point of a line.
  public struct Point: Sendable {
    /// Its place to the right.
    public var x: Double
    /// Its height.
    public var y: Double

    /// A point at a place.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  private let axis: String
  private let series: [Series]
  private let range: ClosedRange<Double>
  private let scale: ChartScale

  /// Points of a line beyond which it is thinned out: more than that nobody can see.
  private static let mostPoints = 400

  /// A chart.
  ///
  /// - Parameters:
  ///   - axis: What lies to the right.
  ///   - series: From 1 to ``BarChart/largestCount``. Points that are not finite are gaps.
  ///   - width: In the pixels of its text. Default 920.
  public init(axis: String, series: [Series], width: Double = 920) {
    self.axis = axis
    self.series = series.map { series in
      let points = series.points.filter { $0.x.isFinite && $0.y.isFinite }
      let step = (points.count + Self.mostPoints - 1) / Self.mostPoints
      return Series(
        name: series.name,
        points: points.enumerated().filter { index, _ in
          index.isMultiple(of: max(step, 1)) || index == points.count - 1
        }.map(\.element))
    }
    let points = self.series.flatMap(\.points)
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let low = xs.min() ?? 0
    range = low...max(xs.max() ?? 1, low + 1e-9)
    scale = ChartScale(from: ys.min() ?? 0, to: ys.max() ?? 1, width: width)
  }

  /// The chart with a legend above it where there are several series.
  public var html: HTML {
    """
    \(series.count > 1 ? ChartScale.legend(series.map(\.name)) : "")
    \(scale.chart(axis: axis, lines))
    """
  }

  /// The chart as an SVG file, for documents that show pictures.
  public func picture(title: String) -> String {
    scale.picture(title: title, names: series.map(\.name), axis: axis, lines)
  }

  private var lines: HTML { "\(series.indices.map(line))\(ends)" }

  private func x(_ value: Double) -> Double {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return ChartScale.left + share * (scale.width - ChartScale.left)
  }

  private func line(_ index: Int) -> HTML {
    let points = series[index].points
    let path = points.map {
      "\(ChartScale.text(x($0.x))),\(ChartScale.text(scale.y($0.y)))"
    }.joined(separator: " ")
    let dots = points.count > 60 ? [] : points.map { dot($0, index) }
    return """
      <polyline class="line line-\(index + 1)" points="\(path)"/>\(dots)

      """
  }

  private func dot(_ point: Point, _ index: Int) -> HTML {
    """
    <circle class="series-\(index + 1)" cx="\(ChartScale.text(x(point.x)))" \
    cy="\(ChartScale.text(scale.y(point.y)))" r="3"><title>\(series[index].name), \
    \(Figures.decimal(point.x, places: 0)): \(Figures.decimal(point.y, places: scale.places + 2))\
    </title></circle>
    """
  }

  /// The numbers at both ends of the axis.
  private var ends: HTML {
    let y = ChartScale.text(scale.base + 18)
    return """
      <text x="\(ChartScale.text(ChartScale.left))" y="\(y)">\
      \(Figures.decimal(range.lowerBound, places: 0))</text>
      <text x="\(ChartScale.text(scale.width))" y="\(y)" text-anchor="end">\
      \(Figures.decimal(range.upperBound, places: 0))</text>
      """
  }
}
