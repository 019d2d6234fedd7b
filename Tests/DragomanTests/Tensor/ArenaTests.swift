import Testing

import Dragoman

@Suite struct ArenaTests {
  @Test func tensorsLieOnCacheLinesOfTheirOwn() {
    let arena = Arena()
    let tensors = [1, 7, 16, 33].map { arena.tensor(rows: 1, columns: $0) }
    for tensor in tensors { #expect(Int(bitPattern: tensor.base) % 64 == 0) }
    for (tensor, next) in zip(tensors, tensors.dropFirst()) {
      #expect(tensor.base + tensor.count <= next.base)
    }
  }

  @Test func zerosAreZeroInUsedMemory() {
    let arena = Arena()
    let used = arena.tensor(rows: 3, columns: 5)
    used.base.update(repeating: 1, count: used.count)
    arena.reset()
    let zeros = arena.zeros(rows: 3, columns: 5)
    #expect(zeros.base == used.base)
    #expect(zeros.values == Array(repeating: 0, count: 15))
  }

  @Test func releaseGoesBackToTheMark() {
    let arena = Arena()
    _ = arena.floats(10)
    let mark = arena.mark
    let first = arena.floats(20)
    _ = arena.floats(30)
    arena.release(to: mark)
    #expect(arena.floats(20) == first)
  }

  /// A mark holds across blocks, and after a reset what needed several blocks lies in one.
  @Test func growsBeyondABlock() {
    let arena = Arena()
    let quarterOfABlock = 2 << 20
    let mark = arena.mark
    let first = (0..<6).map { _ in arena.floats(quarterOfABlock) }
    arena.release(to: mark)
    #expect((0..<6).map { _ in arena.floats(quarterOfABlock) } == first)
    let large = arena.floats(5 * quarterOfABlock)
    large[5 * quarterOfABlock - 1] = 1

    arena.reset()
    let merged = (0..<11).map { _ in arena.floats(quarterOfABlock) }
    for (block, next) in zip(merged, merged.dropFirst()) {
      #expect(next == block + quarterOfABlock)
    }
  }
}
