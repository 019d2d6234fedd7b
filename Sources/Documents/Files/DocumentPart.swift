import Dragoman

/// A text of a document: the file itself, a member of an archive, or some rows of a table.
struct DocumentPart {
  /// The member; `nil` for the file.
  let name: String?
  let place: String
  let encoding: TextEncoding
  let content: Content
  /// The number of its first line in the file.
  var firstLine = 1
  /// Its bytes as they are in the file.
  var original: [UInt8] = []

  /// Reads a text of a format.
  ///
  /// - Throws: ``InputError`` when it is not in its encoding, or not of the format.
  init(
    _ name: String?, _ bytes: [UInt8], _ content: any ContentFormat, _ encoding: TextEncoding,
    place: String
  ) throws {
    guard let text = encoding.decode(bytes) else {
      throw InputError(
        place, "is not in its encoding, \(encoding.name).",
        remedy: "Save it again as UTF-8, and say so where it names its encoding.")
    }
    self.init(
      name: name, place: place, encoding: encoding,
      content: Content(text, try content.blocks(in: text, place: place)))
  }

  init(
    name: String?, place: String, encoding: TextEncoding, content: Content, firstLine: Int = 1,
    original: [UInt8] = []
  ) {
    (self.name, self.place, self.encoding, self.content) = (name, place, encoding, content)
    (self.firstLine, self.original) = (firstLine, original)
  }

  /// The translation in UTF-8; `nil` when nothing has changed.
  func translated(
    by translator: any LineTranslator, progress: @escaping @Sendable (Int) -> Void
  ) -> ([UInt8]?, [Document.Problem]) {
    var problems: [Document.Problem] = []
    var translations: [[InlinePart]?] = []
    for window in content.windows {
      let before = translations.count
      let results = BlockTranslator(translator: translator).translate(
        Array(content.blocks[window])
      ) { done, all in progress(before + done * window.count / max(1, all)) }
      for (index, result) in zip(window, results) {
        translations.append(result.parts)
        guard !result.problems.isEmpty else { continue }
        let line = firstLine - 1 + content.lineNumber(of: content.blocks[index].range.lowerBound)
        problems += result.problems.map { Document.Problem(place: "\(place):\(line)", text: $0) }
      }
    }
    let isChanged = translations.contains { $0 != nil }
    return (isChanged ? content.replacing(translations) : nil, problems)
  }
}

extension Content {
  /// The blocks in groups that are translated at a time.
  fileprivate var windows: [Range<Int>] {
    var windows: [Range<Int>] = []
    var (start, size) = (0, 0)
    for (index, block) in blocks.enumerated() {
      size += block.range.count
      guard size >= BlockTranslator.bytesOfWindow || index == blocks.count - 1 else { continue }
      windows.append(start..<index + 1)
      (start, size) = (index + 1, 0)
    }
    return windows
  }
}
