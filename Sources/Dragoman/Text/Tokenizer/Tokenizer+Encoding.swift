import Synchronization

/// From a line to its pieces.
extension Tokenizer {
  /// The pieces of one line, without any control token; none for a line that normalises to nothing.
  public func encode(_ line: String) -> [Int32] {
    var ids: [Int32] = []
    var ends: [Int] = []
    ids.reserveCapacity(line.utf8.count / 2)
    pipeline.withWorkspace(for: line) { words, workspace in
      pipeline.forEachPart(of: line, &words) { part in
        switch part {
        case .words(let words) where pipeline.identifiers == nil:
          pipeline.model.encode(
            words.ranges, of: words.text.bytes.span, appendingTo: &ids, &workspace)
        case .words(let words):
          for word in words.ranges {
            let bytes = words.text.bytes.span.extracting(word)
            let (first, start) = (ids.count, ends.count)
            pipeline.model.encode(bytes, appendingTo: &ids, ends: &ends, &workspace)
            pipeline.identify(&ids, from: first, ending: ends[start...], in: bytes)
          }
        case .token(let id, _): ids.append(id)
        }
      }
    }
    return ids
  }

  /// The pieces that ``encode(_:)`` gives, and whether each begins a word.
  func encodeWords(_ line: String) -> (ids: [Int32], beginsWord: [Bool]) {
    var ids: [Int32] = []
    var beginsWord: [Bool] = []
    func endWord() {
      while beginsWord.count < ids.count { beginsWord.append(false) }
    }
    pipeline.withWorkspace(for: line) { words, workspace in
      pipeline.forEachPart(of: line, &words) { part in
        switch part {
        case .words(let words):
          for word in words.ranges {
            pipeline.model.encode(
              [word], of: words.text.bytes.span, appendingTo: &ids, &workspace)
            if beginsWord.count < ids.count { beginsWord.append(true) }
            endWord()
          }
        case .token(let id, _):
          ids.append(id)
          beginsWord.append(true)
        }
      }
    }
    pipeline.identify(&ids)
    return (ids, beginsWord)
  }

  /// The pieces of one line, drawn at random; the same generator gives the same pieces.
  package func encode(
    _ line: String, sampling: SubwordSampling, using generator: inout RandomStream
  ) -> [Int32] {
    var ids: [Int32] = []
    pipeline.withWorkspace(for: line) { words, workspace in
      pipeline.forEachPart(of: line, &words) { part in
        switch part {
        case .words(let words):
          for word in words.ranges {
            pipeline.model.encode(
              words.text.bytes.span.extracting(word), appendingTo: &ids, &workspace,
              sampling: sampling, using: &generator)
          }
        case .token(let id, _): ids.append(id)
        }
      }
    }
    pipeline.identify(&ids)
    return ids
  }

  /// A piece and where it is from.
  public struct AlignedPiece: Sendable, Equatable {
    /// The piece.
    public var id: Int32
    /// The bytes of the line, in UTF-8, that the piece stands for: whole characters, with all that
    /// normalisation made the piece of. Empty for what no character became.
    public var source: Range<Int>

    fileprivate init(_ id: Int32, _ origin: Range<Int32>) {
      self.id = id
      source = Int(origin.lowerBound)..<Int(origin.upperBound)
    }
  }

  /// The pieces that ``encode(_:)`` gives, with the part of the line that each is from.
  ///
  /// A piece covers the white space before its word, and pieces for the bytes of one character cover
  /// that character each. Text that normalisation removes belongs to no piece.
  public func encodeWithOffsets(_ line: String) -> [AlignedPiece] {
    var pieces: [AlignedPiece] = []
    var words = Words(text: AlignedText(isTracked: true))
    var workspace = SubwordModel.Workspace()
    var ids: [Int32] = []
    var ends: [Int] = []
    pipeline.forEachPart(of: line, &words) { part in
      switch part {
      case .words(let words):
        for word in words.ranges {
          ids.removeAll(keepingCapacity: true)
          ends.removeAll(keepingCapacity: true)
          pipeline.model.encode(
            words.text.bytes.span.extracting(word), appendingTo: &ids, ends: &ends, &workspace)
          pipeline.identify(
            &ids, from: 0, ending: ends[...], in: words.text.bytes.span.extracting(word))
          var start = word.lowerBound
          for (id, end) in zip(ids, ends) {
            let end = word.lowerBound + end
            pieces.append(AlignedPiece(id, words.text.origin(of: start..<end)))
            start = end
          }
        }
      case .token(let id, let origin): pieces.append(AlignedPiece(id, origin))
      }
    }
    return pieces
  }
}

extension Tokenizer {
  /// A text and the words that it was split into.
  struct Words {
    var text: AlignedText
    var ranges: [Range<Int>] = []
  }

  /// Memory on its way from one line to the next, in use by none.
  final class Workspace: @unchecked Sendable {
    fileprivate var words: Words
    fileprivate var model = SubwordModel.Workspace()

    fileprivate init(isTracked: Bool) {
      words = Words(text: AlignedText(isTracked: isTracked))
    }
  }

  /// A part of a line that a pipeline has come to.
  fileprivate enum Part {
    case words(Words)
    /// An added token, and what of the line it is.
    case token(Int32, Range<Int32>)
  }
}

extension Tokenizer.Pipeline {
  /// Puts identifiers in the place of the numbers of pieces.
  fileprivate func identify(_ pieces: inout [Int32]) {
    guard let identifiers else { return }
    for index in pieces.indices { pieces[index] = identifiers[Int(pieces[index])] }
  }

  /// Puts identifiers in the place of the numbers of a word's pieces. What its pieces cannot spell is looked up as
  /// it is: the other side's pieces, which are tokens too, may have it.
  ///
  /// - Parameters:
  ///   - first: The place of the word's first piece.
  ///   - ends: Where each piece ends in the word.
  fileprivate func identify(
    _ pieces: inout [Int32], from first: Int, ending ends: ArraySlice<Int>, in word: Span<UInt8>
  ) {
    guard let identifiers else { return }
    var start = 0
    for (index, end) in zip(first..<pieces.count, ends) {
      let isUnknown = pieces[index] == model.vocabulary.unknownID
      let found = isUnknown ? tokens.id(of: word.extracting(start..<end)) : nil
      pieces[index] = found ?? identifiers[Int(pieces[index])]
      start = end
    }
  }

  /// Lends memory. There is never more of it than threads have used at once, nor what a long line took.
  fileprivate func withWorkspace(
    for line: String, _ body: (inout Tokenizer.Words, inout SubwordModel.Workspace) -> Void
  ) {
    let workspace =
      idle.withLock { $0.popLast() }
      ?? Tokenizer.Workspace(isTracked: preTokenizer.asksForOrigin)
    body(&workspace.words, &workspace.model)
    if line.utf8.count < 1 << 16 { idle.withLock { $0.append(workspace) } }
  }

  /// Takes a line through the pipeline up to the words.
  fileprivate func forEachPart(
    of line: String, _ words: inout Tokenizer.Words, _ body: (Tokenizer.Part) -> Void
  ) {
    var line = line
    line.withUTF8 { utf8 in
      let line = utf8.span
      addedTokens.forEachPart(of: line) { range, id in
        if let id {
          let origin = Int32(clamping: range.lowerBound)..<Int32(clamping: range.upperBound)
          return body(.token(id, origin))
        }
        words.text.set(line.extracting(range), at: range.lowerBound)
        normalizer.apply(to: &words.text)
        guard !normalizedTokens.isEmpty else {
          preTokenizer.split(&words.text, into: &words.ranges)
          return body(.words(words))
        }
        let text = words.text
        normalizedTokens.forEachPart(of: text.bytes.span) { inner, id in
          if let id { return body(.token(id, text.origin(of: inner))) }
          words.text = text.part(inner)
          preTokenizer.split(&words.text, into: &words.ranges)
          body(.words(words))
        }
      }
    }
  }
}
