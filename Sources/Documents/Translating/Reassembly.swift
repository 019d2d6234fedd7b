import Dragoman

/// Puts the tags and codes of a segment into its translation, each exactly once.
struct Reassembly {
  private let segment: Segment
  private let target: [UInt8]
  private let projection: Projection
  /// Where spans belong, in bytes of the translation.
  private let spanPlaces: [Range<Int>]
  private let codePlaces: [Range<Int>]
  /// The span that each code is written in, or -1.
  private let codeParents: [Int]

  /// - Parameter places: Where the codes are that the model saw (``CodeSearch``).
  init(_ segment: Segment, _ translation: TranslatedLine, places: [Int: Range<Int>]) {
    self.segment = segment
    target = Array(translation.text.utf8)
    // What is known of codes outweighs what attention says.
    let seen = places.map {
      TokenLink(source: segment.codes[$0].range, target: $1, weight: 3)
    }.sorted { $0.target.lowerBound < $1.target.lowerBound }
    let projection = Projection(
      source: segment.text, target: translation.text,
      links: translation.links + seen, whole: seen.map(\.target))
    self.projection = projection
    let units = projection.places(of: segment.spans)
    let spanPlaces = units.map(projection.bytes)
    self.spanPlaces = spanPlaces
    let boundaries = segment.codes.indices.filter { segment.codes[$0].isBoundary }
    let cuts = projection.boundaries(at: boundaries.map { segment.codes[$0].range.lowerBound })
    let known = zip(boundaries, cuts).reduce(into: places) {
      $0[$1.0] = projection.bytes(of: $1.1..<$1.1)
    }
    var codePlaces: [Range<Int>] = []
    var codeParents: [Int] = []
    for (index, code) in segment.codes.enumerated() {
      if let place = known[index] {
        codePlaces.append(place)
        let around = spanPlaces.indices.filter {
          spanPlaces[$0].lowerBound <= place.lowerBound
            && place.upperBound <= spanPlaces[$0].upperBound
            // What is empty is around nothing at its ends.
            && (!place.isEmpty || spanPlaces[$0].lowerBound < place.lowerBound)
        }
        codeParents.append(around.min { spanPlaces[$0].count < spanPlaces[$1].count } ?? -1)
        continue
      }
      let parent = code.parent ?? -1
      let room = parent < 0 ? projection.all : units[parent]
      let point = projection.point(
        at: code.range.lowerBound, in: room, isGlued: !code.hasSpace.before)
      let bounds = parent < 0 ? 0..<target.count : spanPlaces[parent]
      // With a space before it, it stands behind the space.
      let after = projection.bytes(of: point..<point).lowerBound
      let before =
        point > room.lowerBound ? projection.bytes(of: point - 1..<point).upperBound : after
      let place = code.hasSpace.before ? after : before
      let clamped = min(max(place, bounds.lowerBound), bounds.upperBound)
      codePlaces.append(clamped..<clamped)
      codeParents.append(parent)
    }
    (self.codePlaces, self.codeParents) = (codePlaces, codeParents)
  }

  /// The parts of the translation.
  var parts: [InlinePart] {
    var writer = Writer(target: target)
    writer.add(segment.leading)
    var children: [Int: [Child]] = [:]
    for (index, span) in segment.spans.enumerated() {
      children[span.parent ?? -1, default: []].append(
        Child(place: spanPlaces[index], source: span.range.lowerBound, span: index, code: nil))
    }
    for index in segment.codes.indices {
      children[codeParents[index], default: []].append(
        Child(
          place: codePlaces[index], source: segment.codes[index].range.lowerBound, span: nil,
          code: index))
    }
    write(-1, in: 0..<target.count, children, &writer)
    writer.add(segment.trailing)
    return writer.parts
  }

  /// A span or a code within a span.
  private struct Child {
    var place: Range<Int>
    let source: Int
    let span: Int?
    let code: Int?
  }

  private func write(
    _ span: Int, in range: Range<Int>, _ children: [Int: [Child]], _ writer: inout Writer
  ) {
    var ordered = children[span] ?? []
    // A point within a sibling goes to the end of it that it was at in the source.
    let siblings = ordered.filter { $0.span != nil }
    for index in ordered.indices where ordered[index].place.isEmpty {
      let place = ordered[index].place.lowerBound
      guard
        let sibling = siblings.first(where: {
          $0.place.lowerBound < place && place < $0.place.upperBound
        })
      else { continue }
      let end =
        ordered[index].source <= sibling.source
        ? sibling.place.lowerBound : sibling.place.upperBound
      ordered[index].place = end..<end
    }
    let keyed = ordered.enumerated().sorted {
      let (one, other) = ($0.element, $1.element)
      if one.place.lowerBound != other.place.lowerBound {
        return one.place.lowerBound < other.place.lowerBound
      }
      // At one place: by the source, but nothing empty behind what it would have to be within.
      if one.place.isEmpty != other.place.isEmpty { return one.place.isEmpty }
      return (one.source, $0.offset) < (other.source, $1.offset)
    }.map(\.element)
    var position = range.lowerBound
    for child in keyed {
      let start = min(child.place.lowerBound, range.upperBound)
      writer.add(from: position, to: start)
      position = max(position, start)
      if let code = child.code {
        writer.add(segment.codes[code], in: child.place)
      } else if let inner = child.span {
        if let open = segment.spans[inner].open { writer.add(open) }
        write(inner, in: position..<max(position, child.place.upperBound), children, &writer)
        if let close = segment.spans[inner].close { writer.add(close) }
      }
      position = max(position, child.place.upperBound)
    }
    writer.add(from: position, to: range.upperBound)
  }
}

/// Writes text and markup, with spaces where a code needs them.
private struct Writer {
  let target: [UInt8]
  private(set) var parts: [InlinePart] = []
  private var isAfterSpace = true
  /// Whether a code wants a space behind it.
  private var needsSpace = false

  init(target: [UInt8]) { self.target = target }

  mutating func add(from start: Int, to end: Int) {
    guard start < end else { return }
    add(String(decoding: target[start..<end], as: UTF8.self))
  }

  mutating func add(_ text: String) {
    guard let first = text.unicodeScalars.first else { return }
    let isSpace = first.properties.isWhitespace
    if needsSpace, !isSpace { parts.append(.text(" ")) }
    needsSpace = false
    parts.append(.text(text))
    isAfterSpace = text.unicodeScalars.last?.properties.isWhitespace ?? false
  }

  mutating func add(_ part: InlinePart) { parts.append(part) }

  mutating func add(_ code: Segment.Code, in place: Range<Int>) {
    guard place.isEmpty else {
      if needsSpace { parts.append(.text(" ")) }
      (needsSpace, isAfterSpace) = (false, false)
      return add(code.textPart)
    }
    if code.hasSpace.before, !isAfterSpace { parts.append(.text(" ")) }
    add(code.textPart)
    isAfterSpace = false
    needsSpace = code.hasSpace.after
  }
}

extension Segment.Code {
  fileprivate var isBoundary: Bool {
    if case .boundary = part { true } else { false }
  }

  /// The code as it is written: a placeholder is text, which is escaped as text.
  fileprivate var textPart: InlinePart {
    guard isPlaceholder, case .code(_, let shown) = part else { return part }
    return .text(shown)
  }
}
