/// Finds which tag ends what another began, by their names.
struct TagPairs {
  /// The outer ones first.
  private var open: [(name: String, tag: Int)] = []
  private var count = 0

  /// Tags that are open beyond this many are taken to be left open.
  private static let mostOpen = 256

  var isEmpty: Bool { open.isEmpty }

  /// The number of a new tag.
  mutating func open(_ name: String) -> Int {
    count += 1
    open.append((name, count))
    if open.count > Self.mostOpen { open.removeFirst(Self.mostOpen / 2) }
    return count
  }

  /// The number of the tag that an end belongs to; `nil` if it belongs to none.
  mutating func close(_ name: String) -> Int? {
    open.lastIndex { $0.name == name }.map { open.remove(at: $0).tag }
  }
}
