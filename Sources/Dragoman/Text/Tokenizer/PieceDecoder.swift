/// Joins the names of pieces to text: the way back of normalising and splitting.
struct PieceDecoder: Sendable, Equatable {
  /// One pass over the pieces.
  enum Step: Sendable, Equatable {
    /// Writes a string in place of whatever a pattern finds in a piece.
    case replace(TextPattern, with: String)
    /// Makes text of runs of pieces for bytes; of those that are not UTF-8 each becomes U+FFFD.
    case byteFallback
    /// Makes one piece of all.
    case fuse
    /// Removes up to so many of a character at the ends of each piece.
    case strip(Unicode.Scalar, left: Int, right: Int)
    /// Writes a space for `▁`, and perhaps nothing for those of the first piece.
    case metaspace(dropsFirst: Bool)
    /// Writes bytes for the characters that name them.
    case byteLevel
    /// Writes a space for the mark of a word's end, and nothing for the last.
    case wordEnd(String)
    /// Removes the mark of pieces that do not end a word, and writes a space after the others.
    case continuation(String)
    /// Removes the prefix of pieces that do not begin a word, writes a space before the others, and perhaps
    /// closes up to punctuation and English contractions.
    case wordPiece(prefix: String, closesUp: Bool)
    /// All that SentencePiece does.
    case sentencePiece(SentencePieceDecoder)
  }

  var steps: [Step]
  /// What stands between two pieces.
  var separator = ""

  /// That of the tokenizers which Dragoman trains.
  static let standard = PieceDecoder(steps: [.byteFallback, .metaspace(dropsFirst: true)])

  /// The text of pieces.
  func text(of pieces: [[UInt8]]) -> String {
    var pieces = pieces
    for step in steps { step.apply(to: &pieces) }
    return String(decoding: Array(pieces.joined(separator: separator.utf8)), as: UTF8.self)
  }
}

extension PieceDecoder.Step {
  fileprivate func apply(to pieces: inout [[UInt8]]) {
    switch self {
    case .replace(let pattern, let replacement):
      for index in pieces.indices {
        var text = AlignedText(pieces[index])
        text.replace(pattern, with: replacement)
        pieces[index] = text.bytes
      }
    case .byteFallback: pieces = Self.joiningBytes(pieces)
    case .fuse: pieces = [Array(pieces.joined())]
    case .strip(let character, let left, let right):
      for index in pieces.indices {
        pieces[index] = Self.strip(pieces[index], Array(String(character).utf8), left, right)
      }
    case .metaspace(let dropsFirst):
      for index in pieces.indices {
        let spaced = spellingMetaspaceAsSpace(pieces[index])
        if index == 0, dropsFirst, spaced != pieces[0] {
          pieces[0] = Self.withoutMetaspace(pieces[0])
        } else {
          pieces[index] = spaced
        }
      }
    case .byteLevel:
      var text: [UInt8] = []
      for piece in pieces where !ByteLevel.append(textNamed: piece.span, to: &text) {
        text += piece
      }
      pieces = [text]
    case .wordPiece(let prefix, let closesUp):
      pieces = Self.joiningWordPieces(pieces, Array(prefix.utf8), closesUp: closesUp)
    case .continuation(let mark): pieces = Self.joiningWords(pieces, continuation: mark)
    case .sentencePiece(let decoder): pieces = [decoder.text(of: pieces)]
    case .wordEnd(let mark):
      let last = pieces.count - 1
      let pattern = TextPattern(string: mark)
      for index in pieces.indices {
        var piece = [pieces[index]]
        Self.replace(pattern, with: index == last ? "" : " ").apply(to: &piece)
        pieces[index] = piece[0]
      }
    }
  }

  private static func joiningWords(_ pieces: [[UInt8]], continuation: String) -> [[UInt8]] {
    var text: [UInt8] = []
    for piece in pieces {
      let isInside =
        piece.count > continuation.utf8.count
        && piece.suffix(continuation.utf8.count).elementsEqual(continuation.utf8)
      text += isInside ? piece.dropLast(continuation.utf8.count) : piece + [0x20]
    }
    if text.last == 0x20 { text.removeLast() }
    return [text]
  }

  private static func joiningWordPieces(
    _ pieces: [[UInt8]], _ prefix: [UInt8], closesUp: Bool
  ) -> [[UInt8]] {
    pieces.enumerated().map { index, piece in
      var text = piece
      if index > 0 {
        text = piece.starts(with: prefix) ? Array(piece.dropFirst(prefix.count)) : [0x20] + piece
      }
      guard closesUp else { return text }
      var closed = [text]
      for (apart, together) in closings {
        Self.replace(TextPattern(string: apart), with: together).apply(to: &closed)
      }
      return closed[0]
    }
  }

  /// What the Hugging Face library closes up, in its order.
  private static let closings = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]

  private static func withoutMetaspace(_ piece: [UInt8]) -> [UInt8] {
    var text = [piece]
    Self.replace(TextPattern(string: "▁"), with: "").apply(to: &text)
    return text[0]
  }

  private static func joiningBytes(_ pieces: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var bytes: [UInt8] = []
    func endRun() {
      guard !bytes.isEmpty else { return }
      if String(validating: bytes, as: UTF8.self) != nil {
        result.append(bytes)
      } else {
        result += repeatElement(Array("\u{FFFD}".utf8), count: bytes.count)
      }
      bytes.removeAll()
    }
    for piece in pieces {
      if let byte = Vocabulary.byte(named: piece.span) {
        bytes.append(byte)
      } else {
        endRun()
        result.append(piece)
      }
    }
    endRun()
    return result
  }

  private static func strip(
    _ piece: [UInt8], _ character: [UInt8], _ left: Int, _ right: Int
  ) -> [UInt8] {
    var rest = piece[...]
    for _ in 0..<left {
      guard rest.starts(with: character) else { break }
      rest = rest.dropFirst(character.count)
    }
    for _ in 0..<right {
      guard rest.count >= character.count, rest.suffix(character.count).elementsEqual(character)
      else { break }
      rest = rest.dropLast(character.count)
    }
    return Array(rest)
  }
}
