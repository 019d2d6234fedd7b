import Testing

import Dragoman

/// Sums of many processes, joined as their parts say, are the sum of one.
@Suite struct GradientTreeTests {
  /// A sum as what it was made of, written so that both orders of an addition are the same text.
  private func joined(_ one: String, _ other: String) -> String {
    "(\(min(one, other))\(max(one, other)))"
  }

  /// What the processes together make of the shards.
  private func sum(_ tree: GradientTree, processes: Int) -> [String] {
    var all: [String] = []
    func join(_ sums: inout [String]) {
      let last = sums.removeLast()
      sums.append(joined(sums.removeLast(), last))
    }
    for rank in 0..<processes {
      let part = tree.part(rank, of: processes)
      var own: [String] = []
      for (shard, step) in zip(part.shards, part.steps) {
        #expect(step.sum == own.count)
        own.append("\(shard) ")
        for _ in 0..<step.joins { join(&own) }
        #expect(own.count <= part.sumCount)
      }
      #expect(own.count == part.joinsLeft.count)
      for (sum, joins) in zip(own, part.joinsLeft) {
        all.append(sum)
        for _ in 0..<joins { join(&all) }
      }
    }
    return all
  }

  @Test(arguments: Array(1...40)) func anyNumberOfProcessesMakesTheSameSum(_ shards: Int) {
    let tree = GradientTree(shards: shards)
    let one = sum(tree, processes: 1)
    #expect(one.count == 1)
    for processes in 2...12 { #expect(sum(tree, processes: processes) == one) }
  }

  @Test func branchesAreJoinedInABalancedTree() {
    #expect(sum(GradientTree(shards: 4), processes: 1) == ["((0 1 )(2 3 ))"])
    #expect(sum(GradientTree(shards: 3), processes: 1) == ["((0 1 )2 )"])
    #expect(
      sum(GradientTree(shards: 16), processes: 1) == [
        "((((0 1 )(2 3 ))((4 5 )(6 7 )))(((10 11 )(8 9 ))((12 13 )(14 15 ))))"
      ])
    #expect(GradientTree(shards: 4).part().sumCount == 2)
    #expect(GradientTree(shards: 1000).part().sumCount == 4)
  }

  /// Two, four and eight processes have one sum each to send.
  @Test(arguments: [2, 4, 8], [8, 9, 13, 16, 100]) func processesTakeSubtrees(
    _ processes: Int, _ shards: Int
  ) {
    let tree = GradientTree(shards: shards)
    let parts = (0..<processes).map { tree.part($0, of: processes) }
    #expect(parts.allSatisfy { $0.joinsLeft.count == 1 })
    #expect(parts.map(\.shards.count).reduce(0, +) == shards)
  }
}
