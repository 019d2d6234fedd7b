import Dragoman

/// Finds where the tags of a source belong in its translation.
///
/// A tag's place is that of the stretch of the translation that holds most of the alignment with what the
/// tag is about, and least of the alignment with the rest (as Zenkel et al. 2021 find a span's best match),
/// not that of the single tokens at its ends: one token that looks astray does not move it. Stretches begin
/// and end at words, and lie in each other as in the source.
struct Projection {
  private let units: TextUnits
  private let links: [TokenLink]
  /// For each link the first unit that it reaches, and the unit behind the last.
  private let reach: [Range<Int>]
  private let sourceLength: Int
  private let targetLength: Int

  /// - Parameters:
  ///   - whole: Stretches of the translation that stay together.
  init(sourceLength: Int, target: String, links: [TokenLink], whole: [Range<Int>]) {
    let units = TextUnits(target, whole: whole)
    self.units = units
    let length = target.utf8.count
    // Of what nothing is known, the same share of both texts belongs together.
    let links =
      links.isEmpty
      ? units.ranges.map { range in
        let start = range.lowerBound * sourceLength / max(1, length)
        let end = max(start + 1, range.upperBound * sourceLength / max(1, length))
        return TokenLink(source: start..<end, target: range, weight: 1)
      } : links
    self.links = links
    self.sourceLength = sourceLength
    targetLength = length
    reach = links.map { link in
      let first = units.ranges.partition { $0.upperBound <= link.target.lowerBound }
      let end = units.ranges.partition { $0.lowerBound < link.target.upperBound }
      return first..<max(first, end)
    }
  }

  /// Where spans belong, as units; each in that of its parent, and beside its siblings.
  func places(of spans: [Segment.Span]) -> [Range<Int>] {
    let all = 0..<units.ranges.count
    var places = [Range<Int>](repeating: 0..<0, count: spans.count)
    let children = Dictionary(grouping: spans.indices) { spans[$0].parent ?? -1 }
    var open = [-1]
    while let parent = open.popLast() {
      let siblings = children[parent] ?? []
      guard !siblings.isEmpty else { continue }
      open += siblings
      let room = parent < 0 ? all : places[parent]
      let around = parent < 0 ? 0..<sourceLength : spans[parent].range
      place(siblings, of: spans, in: room, around: around, &places)
    }
    return places
  }

  /// Places siblings, the surest first, and each where the others are not.
  private func place(
    _ siblings: [Int], of spans: [Segment.Span], in room: Range<Int>, around: Range<Int>,
    _ places: inout [Range<Int>]
  ) {
    var free = [room]
    let candidates = siblings.map { sibling -> (span: Int, scores: [Float], best: Float) in
      let scores = unitScores(of: spans[sibling].range)
      return (sibling, scores, best(scores, in: room, spans[sibling])?.score ?? -.infinity)
    }
    // Where the translation has nothing of what a tag is about, the tag is about nothing there.
    func holdsSome(_ place: Range<Int>, of range: Range<Int>) -> Bool {
      zip(links, reach).contains { $0.source.overlaps(range) && $1.overlaps(place) }
    }
    for (span, scores, _) in candidates.sorted(by: { ($1.best, $0.span) < ($0.best, $1.span) }) {
      let range = spans[span].range
      if range == around, siblings.count == 1 {
        places[span] = room
        continue
      }
      guard !range.isEmpty,
        let best = free.indices.compactMap({ index in
          best(scores, in: free[index], spans[span]).map { (index, $0) }
        }).max(by: { $0.1.score < $1.1.score }), holdsSome(best.1.range, of: range)
      else {
        let place = point(at: range.lowerBound, in: room)
        places[span] = place..<place
        continue
      }
      let (index, found) = best
      places[span] = found.range
      let gap = free[index]
      free[index] = gap.lowerBound..<found.range.lowerBound
      free.append(found.range.upperBound..<gap.upperBound)
    }
  }

  /// How much of each unit's alignment lies within a stretch of the source, less how much lies outside.
  private func unitScores(of range: Range<Int>) -> [Float] {
    var scores = [Float](repeating: 0, count: units.ranges.count)
    for (link, reach) in zip(links, reach) where !reach.isEmpty {
      let inside = link.source.clamped(to: range).count
      let share = Float(inside) / Float(max(1, link.source.count))
      let weight = link.weight * (2 * share - 1) / Float(reach.count)
      for unit in reach { scores[unit] += weight }
    }
    return scores
  }

  /// The stretch of units with the highest sum; `nil` where there are none.
  private func best(
    _ scores: [Float], in room: Range<Int>, _ span: Segment.Span
  ) -> (range: Range<Int>, score: Float)? {
    guard !room.isEmpty else { return nil }
    // What began before the segment begins with it, and what ends behind it ends with it.
    let (isFromStart, isToEnd) = (span.open == nil, span.close == nil)
    var best: (range: Range<Int>, score: Float)?
    var (start, sum) = (room.lowerBound, Float(0))
    for unit in room {
      if sum <= 0, !isFromStart { (start, sum) = (unit, 0) }
      sum += scores[unit]
      if sum > best?.score ?? -.infinity, !isToEnd { best = (start..<unit + 1, sum) }
    }
    guard isToEnd else { return best }
    (start, sum) = (room.upperBound - 1, 0)
    for unit in room.reversed() {
      sum += scores[unit]
      if sum > best?.score ?? -.infinity { best = (unit..<room.upperBound, sum) }
    }
    return isFromStart ? (room, sum) : best
  }

  /// The place between units for something at a place of the source: where least alignment crosses it, that of
  /// near words above all.
  ///
  /// - Parameter isGlued: Whether it stands at the end of a word, as the mark of a footnote does, and is to
  ///   stay with that.
  func point(at place: Int, in room: Range<Int>, isGlued: Bool = false) -> Int {
    if place == 0, room.lowerBound == 0 { return 0 }
    if place >= sourceLength, room.upperBound == units.ranges.count { return room.upperBound }
    // What the cost changes by when a unit stands before the point instead of behind it, and what it is
    // worth to stand at the word before.
    var change = [Float](repeating: 0, count: units.ranges.count)
    var worth = change
    for (link, reach) in zip(links, reach) where !reach.isEmpty {
      let middle = (link.source.lowerBound + link.source.upperBound) / 2
      let distance = max(link.source.lowerBound - place, place - link.source.upperBound, 0)
      let weight = link.weight / Float(reach.count) / (1 + Float(distance) / 8)
      for unit in reach {
        change[unit] += middle < place ? -weight : weight
        if isGlued, middle < place, distance == 0 { worth[unit] += 4 * weight }
      }
    }
    var (best, least, sum) = (room.lowerBound, Float(0), Float(0))
    for unit in room {
      sum += change[unit]
      let cost = sum - worth[unit]
      // A unit that nothing is aligned with stays with the one before it.
      if cost < least || change[unit] == 0 && best == unit { (best, least) = (unit + 1, cost) }
    }
    return best
  }

  /// The places between units for boundaries at some places of the source, in their order, with text between
  /// them: where little alignment crosses, the text is cut in like shares, and a clause ends.
  func boundaries(at places: [Int]) -> [Int] {
    var boundaries: [Int] = []
    for (index, place) in places.enumerated() {
      let first = (boundaries.last ?? 0) + 1
      let last = units.ranges.count - (places.count - index)
      guard first <= last else {
        boundaries.append(boundaries.last ?? 0)
        continue
      }
      let costs = crossings(at: place)
      let share = Float(place) / Float(max(1, sourceLength)) * Float(targetLength)
      let best = (first...last).min { cost($0, costs, share) < cost($1, costs, share) }
      boundaries.append(best ?? first)
    }
    return boundaries
  }

  private func cost(_ unit: Int, _ crossings: [Float], _ share: Float) -> Float {
    let (before, after) = (units.ranges[unit - 1], units.ranges[unit])
    let distance = abs(Float(after.lowerBound) - share) / Float(max(24, targetLength))
    // A mark, which is short, goes with the word before it.
    let isWithin = before.upperBound == after.lowerBound
    let isMark = before.count == 1 && !isWithin
    return crossings[unit] + 8 * distance + (isWithin ? 100 : 0) - (isMark ? 1 : 0)
  }

  /// For each place between units how much alignment crosses a place of the source.
  private func crossings(at place: Int) -> [Float] {
    var change = [Float](repeating: 0, count: units.ranges.count)
    for (link, reach) in zip(links, reach) where !reach.isEmpty {
      let middle = (link.source.lowerBound + link.source.upperBound) / 2
      let weight = link.weight / Float(reach.count)
      for unit in reach { change[unit] += middle < place ? -weight : weight }
    }
    return change.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  }

  /// The bytes of a place.
  func bytes(of place: Range<Int>) -> Range<Int> { units.bytes(of: place, end: targetLength) }

  /// All units.
  var all: Range<Int> { 0..<units.ranges.count }
}

extension [Range<Int>] {
  /// How many ranges at the front a rule holds for; it holds for none behind them.
  fileprivate func partition(_ holds: (Range<Int>) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
