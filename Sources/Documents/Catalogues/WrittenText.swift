/// The text of a message as a reader sees it, and where in the file each of its bytes is written.
struct WrittenText {
  private(set) var bytes: [UInt8] = []
  private var places: [Int] = []
  /// The place behind what is written.
  private var end: Int

  /// A text that begins at a place.
  init(at place: Int) { end = place }

  /// Text that is written as it is.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = Array(bytes[range])
    places = Array(range)
    end = range.upperBound
  }

  mutating func append(_ characters: some Sequence<UInt8>, writtenAt range: Range<Int>) {
    for byte in characters {
      bytes.append(byte)
      places.append(range.lowerBound)
    }
    end = range.upperBound
  }

  mutating func append(_ byte: UInt8, writtenAt range: Range<Int>) {
    bytes.append(byte)
    places.append(range.lowerBound)
    end = range.upperBound
  }

  /// Adds what is written behind it.
  mutating func append(_ other: WrittenText) {
    bytes += other.bytes
    places += other.places
    end = other.end
  }

  /// Where a stretch of the text is written.
  func range(of stretch: Range<Int>) -> Range<Int> {
    place(stretch.lowerBound)..<max(place(stretch.lowerBound), place(stretch.upperBound))
  }

  private func place(_ index: Int) -> Int { index < places.count ? places[index] : end }

  /// All but white space at the ends.
  var trimmed: Range<Int> { trimmed(bytes.indices) }

  /// A stretch without white space at its ends.
  func trimmed(_ stretch: Range<Int>) -> Range<Int> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let text = bytes[stretch]
    guard let first = text.firstIndex(where: { !isSpace($0) }),
      let last = text.lastIndex(where: { !isSpace($0) })
    else { return stretch.lowerBound..<stretch.lowerBound }
    return first..<last + 1
  }
}
