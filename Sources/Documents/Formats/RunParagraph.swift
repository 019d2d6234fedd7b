extension RunReader {
  /// A paragraph under way.
  struct Paragraph {
    /// What is in a run.
    enum Item {
      case text(String, Range<Int>)
      case lineBreak(Range<Int>)
      case code(Range<Int>)
      /// The beginning, middle or end of a field.
      case field(String)
      /// What a field does.
      case instruction(String)
    }

    private enum Piece {
      /// With the key of its style.
      case text(String, key: String)
      case part(InlinePart)
    }

    /// A field whose result is being read.
    private struct Field {
      var start: Int
      var pieces: Int
      var instruction = ""
      /// Where its result begins, and in which piece.
      var result: (place: Int, piece: Int)?
    }

    private let names: RunNames
    private var pieces: [Piece] = []
    private var range: Range<Int>?
    private var styles: [String: String] = [:]
    private var fields: [Field] = []
    private var open: [Int] = []
    private var tagCount = 0

    init(_ names: RunNames) { self.names = names }

    var isEmpty: Bool { range == nil }

    private mutating func reach(_ place: Range<Int>) {
      range = (range?.lowerBound ?? place.lowerBound)..<place.upperBound
    }

    mutating func addText(_ text: String, _ place: Range<Int>, style: String) {
      reach(place)
      styles[style] = style
      pieces.append(.text(text, key: style))
    }

    mutating func add(code place: Range<Int>, of name: String) {
      reach(place)
      // A break of a slide's line has no run around it.
      let isBreak = name == "a:br"
      pieces.append(
        .part(isBreak ? .lineBreak(.source(place)) : .code(.source(place), shown: "")))
    }

    mutating func open(_ place: Range<Int>) {
      reach(place)
      tagCount += 1
      open.append(tagCount)
      pieces.append(.part(.open(tagCount, .source(place))))
    }

    mutating func close(_ place: Range<Int>) {
      reach(place)
      guard let tag = open.popLast() else { return }
      pieces.append(.part(.close(tag, .source(place))))
    }

    /// Takes a run.
    ///
    /// - Parameters:
    ///   - style: Its properties as they are written.
    ///   - key: What of them can be seen.
    mutating func addRun(_ content: [Item], _ place: Range<Int>, style: String, key: String) {
      reach(place)
      if styles[key] == nil { styles[key] = style }
      func run(_ inner: Range<Int>) -> Markup {
        .sequence([
          .text("<\(names.run)>\(style)"), .source(inner), .text("</\(names.run)>"),
        ])
      }
      for item in content {
        switch item {
        case .text(let text, _): pieces.append(.text(text, key: key))
        case .lineBreak(let inner): pieces.append(.part(.lineBreak(run(inner))))
        case .code(let inner): pieces.append(.part(.code(run(inner), shown: "")))
        case .instruction(let text):
          if !fields.isEmpty { fields[fields.count - 1].instruction += text }
        case .field(let type): takeField(type, place)
        }
      }
    }

    /// A field is from the run of its beginning to that of its end. The text of a link is translated, other
    /// results stay.
    private mutating func takeField(_ type: String, _ run: Range<Int>) {
      switch type {
      case "begin": fields.append(Field(start: run.lowerBound, pieces: pieces.count))
      case "separate":
        guard let field = fields.indices.last else { return alone(run) }
        fields[field].result = (run.upperBound, pieces.count)
      default:
        guard let field = fields.popLast() else { return alone(run) }
        let result = field.result ?? (run.lowerBound, pieces.count)
        let inner = Array(pieces[result.piece...])
        if field.instruction.contains("HYPERLINK"), result.piece <= pieces.count {
          tagCount += 1
          pieces.replaceSubrange(
            field.pieces...,
            with: [.part(.open(tagCount, .source(field.start..<result.place)))] + inner
              + [.part(.close(tagCount, .source(run)))])
        } else {
          let shown = inner.reduce(into: "") { text, piece in
            if case .text(let more, _) = piece { text += more }
          }
          pieces.replaceSubrange(
            field.pieces...,
            with: [
              .part(
                .code(
                  .source(field.start..<run.upperBound), shown: shown.utf8.count > 60 ? "" : shown))
            ])
        }
      }
    }

    /// A part of a field that began in a paragraph before.
    private mutating func alone(_ run: Range<Int>) {
      pieces.append(.part(.code(.source(run), shown: "")))
    }

    /// The block; `nil` when there is nothing to translate, or a field goes on behind the paragraph.
    var block: Block? {
      guard let range, fields.isEmpty else { return nil }
      var lengths: [String: Int] = [:]
      for case .text(let text, let key) in pieces { lengths[key, default: 0] += text.count }
      let base = lengths.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
      var parts: [InlinePart] = []
      var tag = tagCount
      var styled: String?
      func endStyle() {
        if styled != nil { parts.append(.close(tag, .style(""))) }
        styled = nil
      }
      for piece in pieces {
        switch piece {
        case .part(let part):
          endStyle()
          parts.append(part)
        case .text(let text, let key):
          if key != styled ?? base {
            endStyle()
            if key != base {
              (tag, styled) = (tag + 1, key)
              parts.append(.open(tag, .style(styles[key] ?? "")))
            }
          }
          parts.append(.text(text))
        }
      }
      endStyle()
      let block = Block(
        range: range, parts: parts,
        spelling: RunSpelling(names: names, base: styles[base] ?? ""))
      return block.hasText ? block : nil
    }
  }
}

/// Text as runs.
private struct RunSpelling: Spelling {
  let names: RunNames
  /// The properties of text in no other style.
  let base: String

  func write(_ parts: [InlinePart], copy: (Range<Int>) -> [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var styles: [String] = []
    // A string of a workbook that has no formatting is a text alone.
    let isAlone =
      names.paragraph == RunNames.sharedString.paragraph && base.isEmpty
      && !parts.contains { if case .text = $0 { false } else { true } }
    for part in parts.joiningTexts {
      switch part {
      case .text(let text): result += run(text, styles.last ?? base, isAlone: isAlone).utf8
      case .open(_, .style(let style)): styles.append(style)
      case .close(_, .style): _ = styles.popLast()
      case .open(_, let markup), .close(_, let markup), .code(let markup, _),
        .lineBreak(let markup), .boundary(let markup):
        result += markup.bytes(copy: copy)
      }
    }
    return result
  }

  private func run(_ text: String, _ style: String, isAlone: Bool) -> String {
    let space = names.text.hasPrefix("a:") ? "" : " xml:space=\"preserve\""
    let text =
      "<\(names.text)\(space)>\(CharacterReferences.escapedXML(text))</\(names.text)>"
    if isAlone { return text }
    return "<\(names.run)>\(style)\(text)</\(names.run)>"
  }
}

extension [InlinePart] {
  /// The parts with texts that touch as one.
  fileprivate var joiningTexts: [InlinePart] {
    reduce(into: []) { parts, part in
      if case .text(let text) = part, case .text(let before)? = parts.last {
        parts[parts.count - 1] = .text(before + text)
      } else {
        parts.append(part)
      }
    }
  }
}
