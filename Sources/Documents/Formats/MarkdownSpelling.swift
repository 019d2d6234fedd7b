/// Text as Markdown, in lines of a width.
struct MarkdownSpelling: Spelling {
  /// What stands between two lines: the line feed, and the marks of quotations and lists.
  let lineEnd: String
  /// `nil` for one line.
  let width: Int?
  /// Whether it is in a table, where a bar ends it.
  let isCell: Bool

  func write(_ parts: [InlinePart], copy: (Range<Int>) -> [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text):
        result += escaped(text).utf8.map { $0 == 0x20 && width != nil ? Self.gap : $0 }
      case .open(_, let markup), .close(_, let markup), .code(let markup, _),
        .lineBreak(let markup), .boundary(let markup):
        result += markup.bytes(copy: copy)
      }
    }
    return width.map { wrapped(result, to: $0) } ?? result
  }

  /// A space at which a line may be broken; those of markup are none.
  private static let gap = UInt8(0)

  /// Text in which nothing reads as markup. Marks that nothing could take for it stay as they are.
  private func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      guard "*`_<&]|".unicodeScalars.contains(scalar) else {
        result.append(scalar)
        continue
      }
      let before = scalars[..<index].suffix(8).last { $0 != scalar } ?? " "
      let after = scalars[(index + 1)...].prefix(8).first { $0 != scalar } ?? " "
      let isFree = before.properties.isWhitespace && after.properties.isWhitespace
      let isWithin = before.properties.isAlphabetic && after.properties.isAlphabetic
      let needsEscape =
        switch scalar {
        case "*", "`": !isFree
        case "_": !isFree && !isWithin
        case "<": after.properties.isAlphabetic || after == "/" || after == "!"
        case "&": after.properties.isAlphabetic || after == "#"
        case "]": after == "(" || after == "["
        case "|": isCell
        default: false
        }
      if needsEscape { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }

  /// Breaks lines at spaces, but not before what would begin a list, a heading or a quotation.
  private func wrapped(_ bytes: [UInt8], to width: Int) -> [UInt8] {
    var result: [UInt8] = []
    var column = 0
    for (index, word) in bytes.split(separator: Self.gap, omittingEmptySubsequences: false)
      .enumerated()
    {
      let length = word.count { $0 & 0xC0 != 0x80 }
      if index > 0 {
        let isSafe = word.first.map { !"#>+-=*|0123456789:".utf8.contains($0) } ?? false
        if column + 1 + length > width, isSafe {
          result += lineEnd.utf8
          column = 0
        } else {
          result.append(0x20)
          column += 1
        }
      }
      result += word
      column = word.lastIndex(of: 0x0A).map { word.endIndex - $0 } ?? column + length
    }
    return result
  }
}
