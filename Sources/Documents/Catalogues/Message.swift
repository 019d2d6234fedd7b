import Dragoman

/// A message of a catalogue: text at a place of a file that is written by rules of its own.
struct Message {
  /// What its arguments are written in.
  enum Syntax {
    /// Names in braces at most.
    case plain
    /// Arguments with arms; apostrophes are apostrophes.
    case arms
    /// Arguments with arms, and apostrophes that stand for something.
    case quoted
  }

  let text: WrittenText
  let syntax: Syntax
  /// How text is written.
  let escape: @Sendable (String) -> String
  /// What of the text is translated.
  var stretch: Range<Int>
  /// What is known not to be text.
  var marks: [MessageText.Mark] = []
  /// Whether a run of white space is one space.
  var collapsesSpace = false
  /// What becomes of the whole when it is written. Tags are then as they read, and else as they are written.
  var wrap: (@Sendable (String) -> String)?

  init(
    _ text: WrittenText, syntax: Syntax = .plain, escape: @escaping @Sendable (String) -> String
  ) {
    self.text = text
    self.syntax = syntax
    self.escape = escape
    stretch = text.trimmed
  }

  /// The message and the arms of its arguments, each with its place.
  var blocks: [Block] {
    var blocks: [Block] = []
    add(stretch, isPlural: false, level: 0, to: &blocks)
    return blocks
  }

  private func add(_ stretch: Range<Int>, isPlural: Bool, level: Int, to blocks: inout [Block]) {
    guard !stretch.isEmpty,
      let arguments = syntax == .plain
        ? []
        : MessagePattern.arguments(in: text.bytes, stretch, hasQuotes: syntax == .quoted)
    else { return }
    var marks = self.marks.filter { stretch.contains($0.range.lowerBound) }
    marks += arguments.map { argument in
      let name = String(decoding: text.bytes[argument.name], as: UTF8.self)
      return MessageText.Mark(
        range: argument.range,
        part: .code(.source(text.range(of: argument.range)), shown: "{\(name)}"))
    }
    if syntax == .quoted {
      let apostrophes = MessagePattern.apostrophes(in: text.bytes, stretch)
      marks += apostrophes.pairs.map { MessageText.Mark(range: $0, part: .text("'")) }
      marks += apostrophes.quotations.map { code($0) }
    }
    if isPlural {
      marks += stretch.filter { text.bytes[$0] == UInt8(ascii: "#") }.map { code($0..<$0 + 1) }
    }
    let parts = MessageText.parts(
      of: text.bytes, stretch, marks,
      markup: wrap == nil ? { [text] in .source(text.range(of: $0)) } : nil)
    var block = Block(
      message: parts, at: text.range(of: stretch),
      spelling: MessageSpelling(doublesApostrophes: syntax == .quoted, wrap: wrap, escape: escape))
    block.collapsesSpace = collapsesSpace
    if block.hasText { blocks.append(block) }
    guard level < MessagePattern.deepestLevel else { return }
    for argument in arguments {
      for arm in argument.arms {
        add(
          text.trimmed(arm), isPlural: isPlural || argument.isPlural, level: level + 1, to: &blocks)
      }
    }
  }

  private func code(_ stretch: Range<Int>) -> MessageText.Mark {
    MessageText.Mark(
      range: stretch,
      part: .code(
        .source(text.range(of: stretch)),
        shown: String(decoding: text.bytes[stretch], as: UTF8.self)))
  }
}

extension Block {
  /// The message of a program.
  init(message parts: [InlinePart], at range: Range<Int>, spelling: MessageSpelling) {
    self.init(range: range, parts: parts, spelling: spelling)
    placeholders = .messages
  }
}

/// Text whose markup is escaped as text is, and what is kept from the file as it is there.
struct MessageSpelling: Spelling {
  var prefix = ""
  var suffix = ""
  /// Whether an apostrophe of the text is written as two.
  var doublesApostrophes = false
  var wrap: (@Sendable (String) -> String)?
  let escape: @Sendable (String) -> String

  func write(_ parts: [InlinePart], copy: (Range<Int>) -> [UInt8]) -> [UInt8] {
    var bytes = Array(prefix.utf8)
    var text = ""
    for part in parts {
      switch part {
      case .text(let words):
        text += doublesApostrophes ? words.replacing("'", with: "''") : words
      case .open(_, let markup), .close(_, let markup), .code(let markup, _),
        .lineBreak(let markup), .boundary(let markup):
        if case .text(let tag) = markup {
          text += tag
        } else {
          if !text.isEmpty { bytes += escape(text).utf8 }
          bytes += markup.bytes(copy: copy)
          text = ""
        }
      }
    }
    if !text.isEmpty { bytes += escape(text).utf8 }
    bytes += suffix.utf8
    return wrap.map { Array($0(String(decoding: bytes, as: UTF8.self)).utf8) } ?? bytes
  }
}
