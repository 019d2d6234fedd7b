/// How well stretches of words were found, as seqeval computes it, which follows CoNLL's script: a stretch is
/// right when its ends and its kind are.
public struct EntityScores: Sendable, Equatable {
  /// A stretch of words.
  struct Entity: Hashable {
    var kind: String
    var words: Range<Int>
  }

  /// The kinds that occur in either, in the order of their code points, with how many there are.
  public let kinds: [(name: String, score: PrecisionRecall, support: Int)]
  /// All stretches together.
  public let micro: PrecisionRecall
  /// The means over the kinds.
  public let macro: PrecisionRecall
  /// The share of words with the right tag.
  public let accuracy: Double

  /// - Parameters:
  ///   - gold: The right tags of each sentence, at least one.
  ///   - predicted: As many of each.
  public init(gold: [[String]], predicted: [[String]]) {
    var counts: [String: (right: Int, predicted: Int, gold: Int)] = [:]
    var (words, rightWords) = (0, 0)
    for (one, other) in zip(gold, predicted) {
      words += one.count
      rightWords += zip(one, other).count { $0 == $1 }
      let (right, found) = (Self.entities(one), Set(Self.entities(other)))
      for entity in right {
        counts[entity.kind, default: (0, 0, 0)].gold += 1
        if found.contains(entity) { counts[entity.kind, default: (0, 0, 0)].right += 1 }
      }
      for entity in found { counts[entity.kind, default: (0, 0, 0)].predicted += 1 }
    }
    let names = counts.keys.sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    kinds = names.map { name in
      let count = counts[name] ?? (0, 0, 0)
      return (
        name,
        PrecisionRecall(right: count.right, predicted: count.predicted, gold: count.gold),
        count.gold
      )
    }
    let all = counts.values.reduce((right: 0, predicted: 0, gold: 0)) {
      ($0.right + $1.right, $0.predicted + $1.predicted, $0.gold + $1.gold)
    }
    micro = PrecisionRecall(right: all.right, predicted: all.predicted, gold: all.gold)
    let count = Double(max(1, kinds.count))
    macro = PrecisionRecall(
      precision: kinds.reduce(0) { $0 + $1.score.precision } / count,
      recall: kinds.reduce(0) { $0 + $1.score.recall } / count,
      f1: kinds.reduce(0) { $0 + $1.score.f1 } / count)
    accuracy = Double(rightWords) / Double(max(1, words))
  }

  /// Whether all figures are equal.
  public static func == (one: EntityScores, other: EntityScores) -> Bool {
    one.kinds.elementsEqual(other.kinds) { $0 == $1 } && one.micro == other.micro
      && one.macro == other.macro && one.accuracy == other.accuracy
  }

  /// The stretches of a sentence's tags. One that begins with I- counts, for a prediction may be so.
  static func entities(_ tags: [String]) -> [Entity] {
    var entities: [Entity] = []
    var open: (kind: String, start: Int)?
    for (word, tag) in tags.enumerated() {
      let isOutside = tag.hasPrefix("O")
      // What stands after the letter and its hyphen; a tag without it is of a kind without a name.
      let rest = tag.dropFirst().split(
        separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      let kind = rest.last.map { $0.isEmpty ? "_" : String($0) } ?? "_"
      if let stretch = open, isOutside || tag.hasPrefix("B") || stretch.kind != kind {
        entities.append(Entity(kind: stretch.kind, words: stretch.start..<word))
        open = nil
      }
      if open == nil, !isOutside { open = (kind, word) }
    }
    if let open { entities.append(Entity(kind: open.kind, words: open.start..<tags.count)) }
    return entities
  }
}
