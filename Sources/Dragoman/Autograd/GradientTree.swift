/// The shape of the sum of a batch's gradients: which are added to which.
///
/// The shards are cut into at most ``mostBranches`` branches. In a branch they are added one after the other,
/// and the branches are joined in a balanced binary tree. The shape depends on the number of shards alone. A
/// process takes a run of branches and adds up what it can; since a + b = b + a to the bit, what is left to be
/// joined ends in the same bytes however many processes there are.
///
/// The tree is written in the order of the shards, as a postfix expression: behind each stands how many sums
/// are joined, always the last with the one before it. So few sums are open at a time: one for each level.
package struct GradientTree: Sendable {
  /// More branches would serve more processes, and need memory for more sums.
  package static let mostBranches = 8

  /// [shards] How many sums are joined behind each.
  private let joins: [Int]
  /// The first shard of each branch, and the number of shards.
  private let branches: [Int]

  /// - Parameter count: Of the shards; at least 1.
  package init(shards count: Int) {
    let branches = Self.cut(count, into: min(count, Self.mostBranches))
    var joins = Array(repeating: 1, count: count)
    for first in branches.dropLast() { joins[first] = 0 }
    func join(_ range: Range<Int>) {
      guard range.count > 1 else { return }
      let middle = range.lowerBound + (range.count + 1) / 2
      join(range.lowerBound..<middle)
      join(middle..<range.upperBound)
      joins[branches[range.upperBound] - 1] += 1
    }
    join(0..<branches.count - 1)
    self.joins = joins
    self.branches = branches
  }

  /// The beginnings of parts of about the same size, and the end. Halves of halves are quarters.
  private static func cut(_ count: Int, into parts: Int) -> [Int] {
    (0...parts).map { ($0 * count + parts - 1) / parts }
  }

  /// What one process adds up.
  package struct Part: Sendable {
    /// The numbers of its shards.
    package let shards: Range<Int>
    /// What is to be done with the gradient of each.
    package let steps: [Step]
    /// The sums that are left, in the order of their shards, and how many sums are joined behind each.
    package let joinsLeft: [Int]

    /// Sums that are open at the same time.
    package var sumCount: Int { steps.reduce(0) { max($0, $1.joins == 0 ? $1.sum + 1 : $1.sum) } }
  }

  /// What is to be done with the gradient of a shard.
  package struct Step: Sendable {
    /// The number of the sum that it would begin.
    package let sum: Int
    /// How many sums are joined then. If any, it is added to the one before and needs none itself.
    package let joins: Int
    /// Whether it is the first of its branch.
    package var isFirst = true
    /// Whether it is the last of its branch.
    package var isLast = true
  }

  /// The part of one of several processes; no shards where there are fewer branches than processes.
  package func part(_ rank: Int = 0, of count: Int = 1) -> Part {
    let ranges = Self.cut(branches.count - 1, into: count)
    let shards = branches[ranges[rank]]..<branches[ranges[rank + 1]]
    var steps: [Step] = []
    var joinsLeft: [Int] = []
    var open = 0
    for shard in shards {
      let own = min(joins[shard], open)
      var step = Step(sum: joinsLeft.count + open, joins: own)
      let branch = branches.partitioningIndex { $0 > shard }
      (step.isFirst, step.isLast) = (branches[branch - 1] == shard, branches[branch] == shard + 1)
      steps.append(step)
      open += 1 - own
      if own < joins[shard] {
        // What is joined with the sum of another process is open no more.
        joinsLeft.append(joins[shard] - own)
        open = 0
      }
    }
    joinsLeft += Array(repeating: 0, count: open)
    return Part(shards: shards, steps: steps, joinsLeft: joinsLeft)
  }
}
