/// Looks in a translation for the codes that the model saw.
struct CodeSearch {
  /// Where each code is, by its index in the segment.
  private(set) var places: [Int: Range<Int>] = [:]
  /// The indices of those that are not there as often as in the source.
  private(set) var lost: [Int] = []
  /// The texts of those.
  private(set) var lostTexts: Set<String> = []

  init(_ segment: Segment, in translation: String) {
    let seen = segment.codes.indices.filter { !segment.codes[$0].range.isEmpty }
    guard !seen.isEmpty else { return }
    let source = Array(segment.text.utf8)
    let target = Array(translation.utf8)
    var taken: [Range<Int>] = []
    let groups = Dictionary(grouping: seen) { Array(source[segment.codes[$0].range]) }
    // The longest first, so that none is found within another.
    for (text, codes) in groups.sorted(by: {
      ($1.key.count, $0.value[0]) < ($0.key.count, $1.value[0])
    }) {
      let others = groups.keys.filter { $0.count > text.count }
      let inSource = Self.places(of: text, in: source, outside: Self.places(of: others, in: source))
      let found = Self.places(of: text, in: target, outside: taken)
      guard found.count == inSource.count else {
        lost += codes
        lostTexts.insert(String(decoding: text, as: UTF8.self))
        continue
      }
      taken += found
      for (place, inSource) in zip(found, inSource) {
        if let code = codes.first(where: { segment.codes[$0].range == inSource }) {
          places[code] = place
        }
      }
    }
  }

  private static func places(of texts: [[UInt8]], in bytes: [UInt8]) -> [Range<Int>] {
    texts.sorted { $0.count > $1.count }.reduce(into: []) {
      $0 += places(of: $1, in: bytes, outside: $0)
    }
  }

  /// Where a text is as a word, outside of other places.
  private static func places(
    of text: [UInt8], in bytes: [UInt8], outside taken: [Range<Int>]
  ) -> [Range<Int>] {
    guard let first = text.first, let last = text.last else { return [] }
    var found: [Range<Int>] = []
    var place = 0
    while place + text.count <= bytes.count {
      let end = place + text.count
      let isWord =
        !(isWordByte(first) && place > 0 && isWordByte(bytes[place - 1]))
        && !(isWordByte(last) && end < bytes.count && isWordByte(bytes[end]))
      if bytes[place] == first, isWord, bytes[place..<end].elementsEqual(text),
        !taken.contains(where: { $0.overlaps(place..<end) })
      {
        found.append(place..<end)
        place = end
      } else {
        place += 1
      }
    }
    return found
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
