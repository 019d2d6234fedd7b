/// Text on its way through the pipeline, which remembers on request where each byte comes from.
struct AlignedText: Sendable {
  /// Valid UTF-8.
  private(set) var bytes: [UInt8]
  /// For each byte, the bytes of the line that it stands for; empty when nobody asked.
  private(set) var origins: [Range<Int32>] = []
  let isTracked: Bool

  /// An empty text.
  init(isTracked: Bool) {
    self.init([], isTracked: isTracked)
  }

  /// A text whose origin nobody asks for.
  init(_ bytes: [UInt8]) {
    self.init(bytes, isTracked: false)
  }

  private init(_ bytes: [UInt8], isTracked: Bool) {
    self.bytes = bytes
    self.isTracked = isTracked
  }

  /// Makes this a line, or a part of one, as it is.
  ///
  /// - Parameter start: Where the part begins in the line, in bytes.
  mutating func set(_ utf8: Span<UInt8>, at start: Int = 0) {
    bytes.removeAll(keepingCapacity: true)
    utf8.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    guard isTracked else { return }
    origins.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < utf8.count {
      let end = offset + utf8.scalar(at: offset).length
      let origin = Int32(clamping: start + offset)..<Int32(clamping: start + end)
      origins.append(contentsOf: repeatElement(origin, count: end - offset))
      offset = end
    }
  }

  /// A part of the text.
  func part(_ range: Range<Int>) -> AlignedText {
    var part = self
    part.bytes = Array(bytes[range])
    if isTracked { part.origins = Array(origins[range]) }
    return part
  }

  /// The bytes of the line that a range of this text stands for; none when nobody asked.
  func origin(of range: Range<Int>) -> Range<Int32> {
    guard isTracked else { return 0..<0 }
    guard let first = range.first, let last = range.last else {
      let place =
        range.lowerBound < origins.count
        ? origins[range.lowerBound].lowerBound : origins.last?.upperBound ?? 0
      return place..<place
    }
    var lower = origins[first].lowerBound
    var upper = origins[last].upperBound
    for index in range {
      lower = min(lower, origins[index].lowerBound)
      upper = max(upper, origins[index].upperBound)
    }
    return lower..<upper
  }

  /// Puts a byte in front, which stands for no part of the line.
  mutating func prepend(_ byte: UInt8) {
    if isTracked { origins.insert(origin(of: 0..<0), at: 0) }
    bytes.insert(byte, at: 0)
  }

  /// Changes the text from its beginning to its end.
  mutating func edit(_ body: (inout Editor) -> Void) {
    var editor = Editor(text: self)
    body(&editor)
    guard editor.isChanged else { return }
    editor.keep(upTo: bytes.count)
    bytes = editor.bytes
    origins = editor.origins
  }

  /// A new text that is written beside the old one.
  struct Editor {
    /// The text as it was.
    let text: AlignedText
    fileprivate private(set) var bytes: [UInt8] = []
    fileprivate private(set) var origins: [Range<Int32>] = []
    fileprivate private(set) var isChanged = false
    private var position = 0

    fileprivate init(text: AlignedText) {
      self.text = text
    }

    fileprivate mutating func keep(upTo offset: Int) {
      bytes += text.bytes[position..<offset]
      if text.isTracked { origins += text.origins[position..<offset] }
      position = offset
    }

    /// Keeps what lies before a range of the old text, and writes other bytes in its place.
    ///
    /// - Parameter range: Begins where the one before ended, or later.
    mutating func replace(_ range: Range<Int>, with replacement: some Collection<UInt8>) {
      if !isChanged {
        bytes.reserveCapacity(text.bytes.count + replacement.count)
        isChanged = true
      }
      keep(upTo: range.lowerBound)
      bytes += replacement
      position = range.upperBound
      guard text.isTracked else { return }
      let origin = text.origin(of: range)
      origins.append(contentsOf: repeatElement(origin, count: replacement.count))
    }
  }
}
