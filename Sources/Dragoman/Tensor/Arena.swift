import Glibc

/// Memory for the activations of one step, handed out by moving a pointer and taken back all at once.
///
/// A fresh buffer of 512 KB costs 9 µs in page faults alone, so an arena keeps its pages from step to
/// step and asks for huge ones. Contents start undefined. An arena belongs to one thread.
package final class Arena {
  /// A moment in the arena's life, to which ``release(to:)`` goes back.
  package struct Mark {
    fileprivate let block: Int
    fileprivate let used: Int
  }

  private struct Block {
    let memory: UnsafeMutableRawPointer
    let size: Int
  }

  private static let blockSize = 32 << 20
  private static let alignment = 64

  private var blocks: [Block] = []
  private var current = 0
  private var used = 0

  package init() {}

  deinit { free() }

  /// A tensor with undefined contents, valid until the arena is reset or released below it.
  package func tensor(rows: Int, columns: Int) -> Tensor {
    Tensor(base: floats(rows * columns), rows: rows, columns: columns)
  }

  /// A tensor of zeros.
  package func zeros(rows: Int, columns: Int) -> Tensor {
    let tensor = tensor(rows: rows, columns: columns)
    tensor.base.update(repeating: 0, count: tensor.count)
    return tensor
  }

  /// The address of `count` floats with undefined contents, on a cache line of their own.
  package func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count * MemoryLayout<Float>.stride + Self.alignment - 1) & -Self.alignment
    while current < blocks.count, used + size > blocks[current].size {
      current += 1
      used = 0
    }
    if current == blocks.count { blocks.append(Self.map(max(size, Self.blockSize))) }
    defer { used += size }
    return (blocks[current].memory + used).assumingMemoryBound(to: Float.self)
  }

  /// Where the arena stands now.
  package var mark: Mark { Mark(block: current, used: used) }

  /// Takes back all that was handed out since `mark`.
  package func release(to mark: Mark) {
    current = mark.block
    used = mark.used
  }

  /// Takes back everything. What was spread over several blocks will fit one the next time.
  package func reset() {
    if blocks.count > 1 {
      let size = blocks.reduce(0) { $0 + $1.size }
      free()
      blocks = [Self.map(size)]
    }
    current = 0
    used = 0
  }

  private func free() {
    for block in blocks { munmap(block.memory, block.size) }
    blocks = []
  }

  private static func map(_ size: Int) -> Block {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { outOfMemory(size) }
    madvise(memory, size, MADV_HUGEPAGE)
    return Block(memory: memory, size: size)
  }
}

/// Ends the process as every allocation that fails does in Swift, but says how much was asked for.
func outOfMemory(_ bytes: Int) -> Never {
  preconditionFailure("out of memory: \(bytes >> 20) MiB could not be had from the system")
}
