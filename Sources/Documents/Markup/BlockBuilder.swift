import Dragoman

/// Gathers the parts of blocks from tags in the order of a text.
struct BlockBuilder {
  private(set) var blocks: [Block] = []
  private let spelling: any Spelling
  private let collapsesSpace: Bool
  private let placeholders: Placeholders.Kind
  private var parts: [(part: InlinePart, range: Range<Int>)] = []
  private var tags = TagPairs()
  /// Tags of which nothing is left when the block is translated.
  private var dropped: Set<Int> = []
  /// Whether the block has text that cannot be read.
  private var isUnreadable = false

  init(
    _ spelling: any Spelling, collapsesSpace: Bool, placeholders: Placeholders.Kind = .prose
  ) {
    self.spelling = spelling
    self.collapsesSpace = collapsesSpace
    self.placeholders = placeholders
  }

  mutating func add(_ part: InlinePart, _ range: Range<Int>) { parts.append((part, range)) }

  mutating func add(_ pieces: [CharacterReferences.Piece]?) {
    guard let pieces else {
      isUnreadable = true
      return
    }
    for piece in pieces {
      switch piece {
      case .text(let text, let place): add(.text(text), place)
      case .unknown(let place): add(.code(.source(place), shown: ""), place)
      }
    }
  }

  /// - Parameter isDropped: Whether a reader would not miss the tag.
  mutating func open(_ name: String, _ range: Range<Int>, isDropped: Bool = false) {
    let tag = tags.open(name)
    if isDropped { dropped.insert(tag) }
    add(.open(tag, .source(range)), range)
  }

  mutating func close(_ name: String, _ range: Range<Int>) {
    guard let tag = tags.close(name) else { return add(.code(.source(range), shown: ""), range) }
    add(.close(tag, .source(range)), range)
  }

  /// Adds a block of its own, such as an attribute.
  mutating func add(_ block: Block) {
    if block.hasText { blocks.append(block) }
  }

  /// Ends the block.
  mutating func flush() {
    defer {
      parts.removeAll(keepingCapacity: true)
      isUnreadable = false
    }
    // Markup at either end is around the block, not in it.
    guard let first = parts.firstIndex(where: { $0.part.isVisible }),
      let last = parts.lastIndex(where: { $0.part.isVisible }), !isUnreadable
    else { return }
    let inner = within(first...last)
    let start = parts[inner.lowerBound].range.lowerBound
    let end = parts[inner.upperBound].range.upperBound
    let kept = parts[inner].map(\.part).filter { part in
      switch part {
      case .open(let tag, _), .close(let tag, _): !dropped.contains(tag)
      default: true
      }
    }
    var block = Block(range: start..<end, parts: kept, spelling: spelling)
    block.collapsesSpace = collapsesSpace
    block.placeholders = placeholders
    add(block)
  }

  /// The parts that belong to a block with some visible parts: the tags around these too, whose other end is
  /// among them.
  private func within(_ visible: ClosedRange<Int>) -> ClosedRange<Int> {
    var tags: Set<Int> = []
    for index in visible {
      switch parts[index].part {
      case .open(let tag, _), .close(let tag, _): tags.formSymmetricDifference([tag])
      default: break
      }
    }
    var (first, last) = (visible.lowerBound, visible.upperBound)
    for index in parts.indices.prefix(visible.lowerBound) {
      if case .open(let tag, _) = parts[index].part, tags.contains(tag) {
        first = index
        break
      }
    }
    for index in parts.indices.reversed().prefix(parts.count - 1 - visible.upperBound) {
      if case .close(let tag, _) = parts[index].part, tags.contains(tag) {
        last = index
        break
      }
    }
    return first...last
  }
}

extension InlinePart {
  /// Whether there is something that the model sees.
  fileprivate var isVisible: Bool {
    switch self {
    case .text(let text): text.unicodeScalars.contains { !$0.properties.isWhitespace }
    case .code(_, let shown): !shown.isEmpty
    default: false
    }
  }
}
