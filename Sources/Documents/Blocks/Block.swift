import Dragoman

/// A stretch of a document that is translated as a whole: a paragraph, a heading, a caption, a message.
public struct Block: Sendable {
  /// The bytes of the content that a translation replaces.
  let range: Range<Int>
  /// Text and markup between its ends, in order.
  let parts: [InlinePart]
  /// How the parts of a translation become bytes.
  let spelling: any Spelling
  /// Whether a run of white space is one space, as in HTML.
  var collapsesSpace = false
  /// What stands for something else in the text, and must stay.
  var placeholders = Placeholders.Kind.prose
  /// What takes its place without being translated, such as the name of the language.
  var replacement: [InlinePart]?

  init(range: Range<Int>, parts: [InlinePart], spelling: any Spelling) {
    (self.range, self.parts, self.spelling) = (range, parts, spelling)
  }

  /// A stretch that others bytes take the place of.
  init(at range: Range<Int>, replacedBy text: String) {
    self.init(range: range, parts: [], spelling: EscapedText { $0 })
    replacement = [.text(text)]
  }

  /// Whether there is a letter to translate.
  var hasText: Bool {
    parts.contains { part in
      guard case .text(let text) = part else { return false }
      return text.unicodeScalars.contains { $0.properties.isAlphabetic }
    }
  }
}

/// A part of a block.
enum InlinePart: Sendable, Equatable {
  /// Text as a reader sees it.
  case text(String)
  /// The beginning and the end of what a tag is about. Both have the same number, of which a block has only
  /// one when the tag began before it or ends after it.
  case open(Int, Markup)
  case close(Int, Markup)
  /// What stays as it is, and what the model sees of it; nothing if that is empty.
  case code(Markup, shown: String)
  /// The end of a line that the reader sees. No sentence goes on behind it.
  case lineBreak(Markup)
  /// Where one piece of a text that is shown in pieces ends and the next begins, in the order of the text.
  case boundary(Markup)
}

/// Bytes that no model sees.
enum Markup: Sendable, Equatable {
  /// Those of the content at a place.
  case source(Range<Int>)
  /// Others.
  case text(String)
  /// A way to format text that the spelling knows how to write.
  case style(String)
  /// One after the other.
  case sequence([Markup])

  /// The bytes, with what is translated in those of the content.
  func bytes(copy: (Range<Int>) -> [UInt8]) -> [UInt8] {
    switch self {
    case .source(let range): copy(range)
    case .text(let text), .style(let text): Array(text.utf8)
    case .sequence(let parts): parts.flatMap { $0.bytes(copy: copy) }
    }
  }
}

/// How a kind of text is written.
protocol Spelling: Sendable {
  /// The bytes of a block's translation.
  ///
  /// - Parameters:
  ///   - parts: Those of the translation.
  ///   - copy: Gives the bytes of the content at a place, with what is translated in them.
  func write(_ parts: [InlinePart], copy: (Range<Int>) -> [UInt8]) -> [UInt8]
}

/// Text in which some characters are written in another way, and markup as it is.
struct EscapedText: Spelling {
  var prefix = ""
  var suffix = ""
  let escape: @Sendable (String) -> String

  func write(_ parts: [InlinePart], copy: (Range<Int>) -> [UInt8]) -> [UInt8] {
    var bytes = Array(prefix.utf8)
    for part in parts {
      switch part {
      case .text(let text): bytes += escape(text).utf8
      case .open(_, let markup), .close(_, let markup), .code(let markup, _),
        .lineBreak(let markup), .boundary(let markup):
        bytes += markup.bytes(copy: copy)
      }
    }
    return bytes + suffix.utf8
  }
}
