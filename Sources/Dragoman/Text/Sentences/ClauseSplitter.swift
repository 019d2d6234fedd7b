extension Paragraph {
  /// The paragraph with each piece that is too long cut into pieces that are not.
  ///
  /// A piece is cut where it hurts least: after marks that part clauses, else after commas, between
  /// words, where a line may be broken (in Thai and Chinese, between words), and at last between
  /// characters as readers see them. The pieces of one sentence are about as long as each other, because
  /// a rest of two words translates badly. ``joined(_:)`` works as before.
  ///
  /// - Parameters:
  ///   - limit: What a piece measures at most, at least 1.
  ///   - measure: The length of a text, such as its number of tokens. A single character may exceed the
  ///     limit, as an emoji of many parts does; then it is cut between its code points, and each of
  ///     these is a piece whatever it measures.
  public func divided(toFit limit: Int, measuredBy measure: (Substring) -> Int) -> Paragraph {
    precondition(limit > 0, "A piece must have room for something.")
    let ranges = ranges.flatMap { range in
      let length = measure(line[range])
      guard length > limit else { return [range] }
      return ClauseSplitter(line, range).pieces(length: length, limit: limit, measure: measure)
    }
    return Paragraph(line, ranges: ranges)
  }
}

extension Paragraph {
  /// The paragraph with each run of characters without a space that is longer than so many Unicode scalars in
  /// a piece of its own. Scripts that part no words have no such runs.
  package func separating(wordsLongerThan limit: Int) -> Paragraph {
    let ranges = ranges.flatMap { range in
      guard line[range].utf8.count > limit else { return [range] }
      var cuts: [String.Index] = []
      var (start, length) = (range.lowerBound, 0)
      let scalars = line.unicodeScalars
      var place = range.lowerBound
      while place < range.upperBound {
        if scalars[place].endsUnspacedRun {
          if length > limit { cuts += [start, place] }
          start = scalars.index(after: place)
          length = 0
        } else {
          length += 1
        }
        scalars.formIndex(after: &place)
      }
      if length > limit { cuts.append(start) }
      return line.pieces(of: range, cutAt: cuts)
    }
    return Paragraph(line, ranges: ranges)
  }
}

extension Unicode.Scalar {
  /// Whether no word goes on here: white space, or a script that parts no words.
  package var endsUnspacedRun: Bool {
    isWhiteSpace || isUnspaced
  }
}

/// Cuts a sentence into pieces of about the same length.
private struct ClauseSplitter {
  private let line: String
  private let sentence: Range<String.Index>
  /// Where the sentence may be cut, ascending; each list is used where those before it have nothing.
  private let places: [[String.Index]]

  init(_ line: String, _ sentence: Range<String.Index>) {
    self.line = line
    self.sentence = sentence
    let (clauses, phrases, words) = line.clauseBoundaries(in: sentence)
    places = [
      clauses, phrases, words,
      line.cuts(.lineBreaks, in: sentence), line.cuts(.graphemeClusters, in: sentence),
      Array(line.unicodeScalars[sentence].indices.dropFirst()),
    ]
  }

  /// The pieces of the sentence, which measures `length`.
  func pieces(length: Int, limit: Int, measure: (Substring) -> Int) -> [Range<String.Index>] {
    var finished: [Range<String.Index>] = []
    // What is still to be looked at, its first part last.
    var open = [(sentence, length)]
    while let (piece, length) = open.popLast() {
      guard length > limit, let cut = cut(piece, length: length, limit: limit) else {
        finished.append(piece)
        continue
      }
      for part in line.pieces(of: piece, cutAt: [cut]).reversed() {
        open.append((part, measure(line[part])))
      }
    }
    return finished
  }

  /// The best place to cut a piece in two; `nil` when it is a single code point.
  private func cut(_ piece: Range<String.Index>, length: Int, limit: Int) -> String.Index? {
    // Pieces four fifths full leave room to choose a good place.
    let count = max(2, (length - 1) / (limit - limit / 5) + 1)
    let left = count / 2
    // In bytes from the start of the piece: what `limit` holds, where the cut should be, and the bounds
    // within which either side can still be cut as planned.
    let bytes = Double(line.utf8.distance(from: piece.lowerBound, to: piece.upperBound))
    let capacity = bytes * Double(limit) / Double(length)
    let target = bytes * Double(left) / Double(count)
    let least = max(target / 2, bytes - capacity * Double(count - left))
    let most = min((bytes + target) / 2, capacity * Double(left))

    let wanted = line.utf8.index(piece.lowerBound, offsetBy: Int(target))
    for places in places {
      guard let place = nearest(to: wanted, of: places, within: piece) else { continue }
      let offset = Double(line.utf8.distance(from: piece.lowerBound, to: place))
      if least...max(least, most) ~= offset { return place }
    }
    return places.last.flatMap { nearest(to: wanted, of: $0, within: piece) }
  }

  /// The place inside a piece that is nearest to another.
  private func nearest(
    to wanted: String.Index, of places: [String.Index], within piece: Range<String.Index>
  ) -> String.Index? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < wanted || places[middle] == piece.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let after = low < places.count && places[low] < piece.upperBound ? places[low] : nil
    let before = low > 0 && places[low - 1] > piece.lowerBound ? places[low - 1] : nil
    guard let after, let before else { return before ?? after }
    let utf8 = line.utf8
    return utf8.distance(from: before, to: wanted) < utf8.distance(from: wanted, to: after)
      ? before : after
  }
}

extension String {
  /// The places in a range after marks that part clauses, after commas, and after spaces.
  fileprivate func clauseBoundaries(
    in range: Range<Index>
  ) -> (clauses: [Index], phrases: [Index], words: [Index]) {
    var (clauses, phrases, words): ([Index], [Index], [Index]) = ([], [], [])
    let text = unicodeScalars[range]
    for place in text.indices {
      let (mark, after) = (text[place], text.index(after: place))
      if mark.properties.isWhitespace, !mark.isNoBreakSpace { words.append(after) }
      let partsClauses = clauseMarks.contains(mark)
      guard partsClauses || commas.contains(mark) else { continue }
      let rest = text[after...].drop { $0.isClosing && !$0.isOpening }
      guard let next = rest.first, mark.isWide || mark == "—" || next.properties.isWhitespace
      else { continue }
      if partsClauses { clauses.append(rest.startIndex) } else { phrases.append(rest.startIndex) }
    }
    return (clauses, phrases, words)
  }
}

private let clauseMarks = Set(";:—–!?…؟؛۔।։。！？；：".unicodeScalars)
private let commas = Set(",،、，".unicodeScalars)
