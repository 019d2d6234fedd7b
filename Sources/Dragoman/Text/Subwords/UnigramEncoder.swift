import Glibc

/// Splits text into the pieces that are likeliest together, when each occurs on its own with a
/// probability (Kudo 2018, *Subword regularization*), by the Viterbi algorithm.
final class UnigramEncoder: Sendable {
  struct Options: Sendable {
    /// Whether sums are rounded to single precision, as SentencePiece does; ties depend on it.
    var roundsToSingle = false
    /// Pieces that are chosen wherever they occur, because each of their bytes scores as high as the
    /// best of the others.
    var fixed: Set<Int32> = []
    var highest = 0.0
  }

  let vocabulary: Vocabulary
  /// For each piece the logarithm of its probability.
  private let scores: [Double]
  private let options: Options
  private let trie: ByteTrie
  private let unknownScore: Double

  /// - Parameters:
  ///   - scores: One for each piece. Only those of text count.
  ///   - lowest: The score below which that of an unknown character lies.
  init(vocabulary: Vocabulary, scores: [Double], lowest: Double, options: Options = Options()) {
    self.vocabulary = vocabulary
    self.options = options
    // Of SentencePiece's own choice: 10 less than any piece.
    unknownScore = lowest - 10
    var trie = ByteTrie(minimumCapacity: 4 * vocabulary.count)
    var scores = scores
    for id in 0..<Int32(vocabulary.count) where vocabulary.kind(of: id) == .text {
      let text = vocabulary.text(of: id)
      trie.insert(text.span, number: id)
      if options.fixed.contains(id) {
        scores[Int(id)] = Double(vocabulary.name(of: id).utf8.count) * options.highest - 0.1
      }
    }
    self.scores = scores
    self.trie = trie
  }

  /// Memory that is reused from word to word.
  struct Workspace {
    fileprivate var nodes: [Node] = []
    fileprivate var pieces: [(id: Int32, start: Int, end: Int)] = []
  }

  /// The best way to a place in the text.
  fileprivate struct Node {
    var score = 0.0
    /// Where the last piece of the way begins; -1 when there is no way.
    var start: Int32 = -1
    var id: Int32 = -1
  }

  /// Appends the pieces of a text, and for each where it ends.
  func encode(
    _ text: Span<UInt8>, appendingTo ids: inout [Int32], ends: inout [Int],
    _ workspace: inout Workspace
  ) {
    workspace.nodes.removeAll(keepingCapacity: true)
    workspace.nodes.append(contentsOf: repeatElement(Node(), count: text.count + 1))
    forEachEdge(in: text) { start, end, id, score in
      var sum = workspace.nodes[start].score + score
      if options.roundsToSingle { sum = Double(Float(sum)) }
      guard workspace.nodes[end].start < 0 || sum > workspace.nodes[end].score else { return }
      workspace.nodes[end] = Node(score: sum, start: Int32(clamping: start), id: id)
    }
    var end = text.count
    workspace.pieces.removeAll(keepingCapacity: true)
    while end > 0 {
      let node = workspace.nodes[end]
      workspace.pieces.append((node.id, Int(node.start), end))
      end = Int(node.start)
    }
    append(text, to: &ids, &ends, workspace)
  }

  /// Appends pieces that are drawn from all ways to split a text, in proportion to the probability of
  /// each to the power of `alpha`: by forward filtering and backward sampling.
  func encode(
    _ text: Span<UInt8>, appendingTo ids: inout [Int32], ends: inout [Int],
    _ workspace: inout Workspace, alpha: Double, using generator: inout RandomStream
  ) {
    // For each place, the logarithm of the sum over all ways to it, and the last steps of these.
    var sums = [Double](repeating: -.infinity, count: text.count + 1)
    sums[0] = 0
    var steps = [[(start: Int, id: Int32, sum: Double)]](repeating: [], count: text.count + 1)
    forEachEdge(in: text) { start, end, id, score in
      let sum = sums[start] + alpha * score
      steps[end].append((start, id, sum))
      let (low, high) = (min(sums[end], sum), max(sums[end], sum))
      sums[end] = high + log1p(exp(low - high))
    }
    var end = text.count
    workspace.pieces.removeAll(keepingCapacity: true)
    while end > 0, let last = steps[end].last {
      var rest = Double(generator.uniform())
      let chosen =
        steps[end].first { step in
          rest -= exp(step.sum - sums[end])
          return rest < 0
        } ?? last
      workspace.pieces.append((chosen.id, chosen.start, end))
      end = chosen.start
    }
    append(text, to: &ids, &ends, workspace)
  }

  /// Gives every piece that occurs in the text, from the left, and the unknown characters.
  private func forEachEdge(
    in text: Span<UInt8>, _ body: (_ start: Int, _ end: Int, _ id: Int32, _ score: Double) -> Void
  ) {
    var start = 0
    while start < text.count {
      let characterEnd = start + text.scalar(at: start).length
      var node = ByteTrie.root
      var hasCharacter = false
      var end = start
      while end < text.count, let next = trie.child(of: node, text[end]) {
        node = next
        end += 1
        let id = trie.number(at: node)
        guard id >= 0 else { continue }
        body(start, end, id, scores[Int(id)])
        if end == characterEnd { hasCharacter = true }
      }
      if !hasCharacter { body(start, characterEnd, -1, unknownScore) }
      start = characterEnd
    }
  }

  /// Appends the pieces that were found, last first. Unknown characters become their bytes where all
  /// have a piece, or else a run of them becomes one unknown token.
  private func append(
    _ text: Span<UInt8>, to ids: inout [Int32], _ ends: inout [Int], _ workspace: Workspace
  ) {
    var isAfterUnknown = false
    for piece in workspace.pieces.reversed() {
      guard piece.id < 0 else {
        ids.append(piece.id)
        ends.append(piece.end)
        isAfterUnknown = false
        continue
      }
      let bytes = (piece.start..<piece.end).map { vocabulary.byteIDs[Int(text[$0])] }
      if !bytes.contains(-1) {
        ids += bytes
        ends += Array((piece.start + 1)...piece.end)
      } else if isAfterUnknown {
        ends[ends.count - 1] = piece.end
      } else if let unknown = vocabulary.unknownID {
        ids.append(unknown)
        ends.append(piece.end)
        isAfterUnknown = true
      }
    }
  }
}
