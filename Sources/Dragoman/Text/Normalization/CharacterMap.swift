/// Rules that replace strings of characters, compiled as SentencePiece stores them
/// (`precompiled_charsmap`): a double-array trie (Aoe 1989, as Darts-clone lays it out) whose values
/// are places in a list of replacements, each ending with a zero byte.
public struct CharacterMap: Sendable, Equatable {
  private let units: [UInt32]
  private let replacements: [UInt8]

  /// `nil` when the bytes are cut short, the trie's size is not that of the bytes, or the replacements
  /// are not UTF-8.
  init?(_ blob: some Collection<UInt8>) {
    let bytes = Array(blob)
    guard bytes.count > 4 else { return nil }
    func unit(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
    let size = Int(unit(0))
    guard size % 4 == 0, size >= 4, size < bytes.count - 4 else { return nil }
    units = stride(from: 4, to: 4 + size, by: 4).map(unit)
    // Whatever place a damaged trie names, a zero byte follows.
    replacements = bytes[(4 + size)...] + [0]
    guard (try? UTF8Span(validating: replacements.span)) != nil else { return nil }
  }

  /// Gives every string of the map that `text` has at an offset, the shortest first, with what
  /// replaces it, until told to stop.
  private func forEachMatch(
    in text: Span<UInt8>, at start: Int, _ body: (_ end: Int, _ replacement: Int) -> Bool
  ) {
    var node = Self.offset(of: units[0])
    for index in start..<text.count {
      node ^= Int(text[index])
      guard node < units.count else { return }
      let unit = units[node]
      guard unit & 0x8000_00FF == UInt32(text[index]) else { return }
      node ^= Self.offset(of: unit)
      guard unit >> 8 & 1 == 1, text.isBoundary(index + 1) else { continue }
      guard node < units.count else { return }
      if !body(index + 1, Int(units[node] & 0x7FFF_FFFF)) { return }
    }
  }

  private static func offset(of unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 0x200) >> 6)
  }

  private func replacement(at place: Int) -> ArraySlice<UInt8> {
    guard place < replacements.count, replacements.span.isBoundary(place) else { return [] }
    return replacements[place...].prefix { $0 != 0 }
  }

  /// The longest string of the map at an offset, as SentencePiece applies it; `nil` when none is.
  func longestMatch(in text: Span<UInt8>, at start: Int) -> (end: Int, text: ArraySlice<UInt8>)? {
    var longest: (end: Int, place: Int)?
    forEachMatch(in: text, at: start) { end, place in
      longest = (end, place)
      return true
    }
    return longest.map { ($0.end, replacement(at: $0.place)) }
  }

  /// What replaces a stretch of text when it begins with a string of the map, the shortest one.
  private func replacement(for text: Span<UInt8>) -> ArraySlice<UInt8>? {
    var found: Int?
    forEachMatch(in: text, at: 0) { _, place in
      found = place
      return false
    }
    return found.map(replacement)
  }

  /// Applies the map as the Hugging Face library does: to each grapheme of at most five bytes as a
  /// whole, and to the characters of others one by one.
  func apply(to text: inout AlignedText) {
    text.edit { editor in
      let bytes = editor.text.bytes
      var start = 0
      for grapheme in String(decoding: bytes, as: UTF8.self) {
        let end = start + grapheme.utf8.count
        if end - start < 6, let new = replacement(for: bytes.span.extracting(start..<end)) {
          editor.replace(start..<end, with: new)
          start = end
        }
        while start < end {
          let next = start + bytes.span.scalar(at: start).length
          if let new = replacement(for: bytes.span.extracting(start..<next)) {
            editor.replace(start..<next, with: new)
          }
          start = next
        }
      }
    }
  }
}
