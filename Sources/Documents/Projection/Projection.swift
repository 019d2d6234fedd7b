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
  /// All attention that the source token at a place got.
  private let attention: [Int: Float]
  /// For each link the first unit that it reaches, and the unit behind the last.
  private let reach: [Range<Int>]
  private let source: [UInt8]
  private let target: [UInt8]

  /// - Parameters:
  ///   - whole: Stretches of the translation that stay together.
  init(source: String, target: String, links: [TokenLink], whole: [Range<Int>]) {
    let units = TextUnits(target, whole: whole)
    self.units = units
    let (length, sourceLength) = (target.utf8.count, source.utf8.count)
    // Of what nothing is known, the same share of both texts belongs together.
    let links =
      links.isEmpty
      ? units.ranges.map { range in
        let start = range.lowerBound * sourceLength / max(1, length)
        let end = max(start + 1, range.upperBound * sourceLength / max(1, length))
        return TokenLink(source: start..<end, target: range, weight: 1)
      } : links
    self.links = links
    attention = links.reduce(into: [:]) { $0[$1.source.lowerBound, default: 0] += $1.weight }
    self.source = Array(source.utf8)
    self.target = Array(target.utf8)
    reach = links.map { link in
      let first = units.ranges.partition { $0.upperBound <= link.target.lowerBound }
      let end = units.ranges.partition { $0.lowerBound < link.target.upperBound }
      return first..<max(first, end)
    }
  }

  private var sourceLength: Int { source.count }
  private var targetLength: Int { target.count }

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

  /// What a token of the source that got hardly any attention is taken to have got.
  private static let leastReceived: Float = 0.3

  /// How the alignment of each unit is shared.
  private struct Shares {
    /// With a stretch of the source.
    var inside: [Float]
    /// With the rest.
    var outside: [Float]

    /// What it is worth to have each unit in the stretch's place.
    var scores: [Float] { zip(inside, outside).map { $0 - $1 } }
  }

  /// Places siblings, the surest first, and each where the others are not.
  private func place(
    _ siblings: [Int], of spans: [Segment.Span], in room: Range<Int>, around: Range<Int>,
    _ places: inout [Range<Int>]
  ) {
    var free = [room]
    let candidates = siblings.map { sibling -> (span: Int, shares: Shares, best: Float) in
      let shares = shares(of: spans[sibling].range)
      let found = best(shares, in: room, spans[sibling])
      return (sibling, shares, found?.score ?? -.infinity)
    }
    // What reaches over an end of the segment comes first: behind what goes on no end from before may stand.
    let ordered = candidates.sorted {
      let (one, other) = (spans[$0.span].reach, spans[$1.span].reach)
      return (one, $1.best, $0.span) < (other, $0.best, $1.span)
    }
    for (span, shares, _) in ordered {
      let range = spans[span].range
      if range == around, siblings.count == 1 {
        places[span] = room
        continue
      }
      let found = free.indices.compactMap { index in
        best(shares, in: free[index], spans[span]).map { (index, $0) }
      }.max { $0.1.score < $1.1.score }
      guard !range.isEmpty, let (index, best) = found else {
        // Where the translation has nothing of what a tag is about, the tag is about nothing there.
        let place =
          switch spans[span].reach {
          case 0: room.lowerBound
          case 1: room.upperBound
          default: point(at: range.lowerBound, in: room)
          }
        places[span] = place..<place
        continue
      }
      places[span] = best.range
      let gap = free[index]
      free[index] = gap.lowerBound..<best.range.lowerBound
      free.append(best.range.upperBound..<gap.upperBound)
    }
  }

  /// Both texts have a say: a link counts by the share of the attention of its target, and by the share of all
  /// attention that its source got. One half of each put the tags of LibreOffice's help best.
  private func shares(of range: Range<Int>) -> Shares {
    let none = [Float](repeating: 0, count: units.ranges.count)
    var shares = Shares(inside: none, outside: none)
    for (link, reach) in zip(links, reach) where !reach.isEmpty {
      let inside = link.source.clamped(to: range).count
      let share = Float(inside) / Float(max(1, link.source.count))
      let received = max(Self.leastReceived, attention[link.source.lowerBound] ?? 0)
      let weight = (link.weight + link.weight / received) / 2 / Float(reach.count)
      for unit in reach {
        shares.inside[unit] += weight * share
        shares.outside[unit] += weight * (1 - share)
      }
    }
    return shares
  }

  /// A share of alignment below this is chance.
  private static let least: Float = 0.05

  /// The stretch of units that is worth most; `nil` where nothing is aligned with the span.
  private func best(
    _ shares: Shares, in room: Range<Int>, _ span: Segment.Span
  ) -> (range: Range<Int>, score: Float)? {
    // What began before the segment begins with it, and what ends behind it ends with it.
    let (isFromStart, isToEnd) = (span.open == nil, span.close == nil)
    if isFromStart, isToEnd { return (room, .infinity) }
    let scores = shares.scores
    var best: (range: Range<Int>, score: Float)?
    var (start, sum) = (room.lowerBound, Float(0))
    for unit in isToEnd ? [] : Array(room) {
      if sum <= 0, !isFromStart { (start, sum) = (unit, 0) }
      sum += scores[unit]
      if sum > best?.score ?? 0 { best = (start..<unit + 1, sum) }
    }
    for unit in isToEnd ? room.reversed() : [] {
      sum += scores[unit]
      if sum > best?.score ?? 0 { best = (unit..<room.upperBound, sum) }
    }
    if let best { return (withoutLooseMarks(best.range, span, in: room), best.score) }
    // A compound has more of others in it than of this, and is its place all the same.
    let most = room.max {
      shares.inside[$0] - shares.outside[$0] / 2 < shares.inside[$1] - shares.outside[$1] / 2
    }
    guard let most, shares.inside[most] >= Self.least else { return nil }
    let range =
      isFromStart ? room.lowerBound..<most + 1 : isToEnd ? most..<room.upperBound : most..<most + 1
    return (range, scores[most])
  }

  private static let closing: Set<String> = [
    ",", ".", ";", ":", "!", "?", ")", "]", "}", "-", "\u{2013}", "\u{BB}", "\u{201D}", "\u{2026}",
  ]
  private static let brackets = [")": "(", "]": "[", "}": "{"]

  /// A stretch that does not begin with a mark that ends something, unless the source's does, and that has
  /// the bracket that ends one in it.
  private func withoutLooseMarks(
    _ range: Range<Int>, _ span: Segment.Span, in room: Range<Int>
  ) -> Range<Int> {
    var range = range
    let first = String(decoding: source[span.range].prefix(1), as: UTF8.self)
    while range.count > 1, span.open != nil, !Self.closing.contains(first),
      Self.closing.contains(text(range.lowerBound))
    {
      range.removeFirst()
    }
    if range.upperBound < room.upperBound, let open = Self.brackets[text(range.upperBound)] {
      let close = text(range.upperBound)
      let count = range.reduce(0) { $0 + (text($1) == open ? 1 : text($1) == close ? -1 : 0) }
      if count == 1 { range = range.lowerBound..<range.upperBound + 1 }
    }
    return range
  }

  private func text(_ unit: Int) -> String {
    String(decoding: target[units.ranges[unit]], as: UTF8.self)
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

extension Segment.Span {
  /// 0 for what began before the segment, 1 for what goes on behind it, 2 for what is in it.
  fileprivate var reach: Int { open == nil ? 0 : close == nil ? 1 : 2 }
}
