extension BytePairEncoder {
  /// Where each piece of a word ends in it.
  ///
  /// Pieces spell the word one after another, so their places need not be carried through merging.
  func appendEnds(of ids: ArraySlice<Int32>, in word: Span<UInt8>, to ends: inout [Int]) {
    var offset = 0
    for id in ids {
      switch vocabulary.kind(of: id) {
      case .byte: offset += 1
      case .text where id != vocabulary.unknownID: offset += spelledLength(of: id, in: word, offset)
      default: skipUnknown(in: word, &offset)
      }
      offset = min(offset, word.count)
      ends.append(offset)
    }
  }

  private func spelledLength(of id: Int32, in word: Span<UInt8>, _ offset: Int) -> Int {
    var text = vocabulary.text(of: id)
    if offset > 0, text.starts(with: options.continuation) {
      text = text.dropFirst(options.continuation.count)
    }
    if offset + text.count > word.count { text = text.dropLast(options.wordEnd.count) }
    return text.count
  }

  /// Goes past a character without a piece, or a run of them when they are one token.
  private func skipUnknown(in word: Span<UInt8>, _ offset: inout Int) {
    while offset < word.count {
      offset += options.splitsBytes ? 1 : word.scalar(at: offset).length
      guard options.fusesUnknown, offset < word.count else { return }
      let end = offset + (options.splitsBytes ? 1 : word.scalar(at: offset).length)
      var workspace = Workspace()
      if symbolID(word, offset..<end, &workspace) != nil { return }
    }
  }
}
