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

  private static let blockSize = 32 << 20
  private static let alignment = 64

  package let device: Device
  private var blocks: [Pages] = []
  private var current = 0
  private var used = 0

  /// An empty arena.
  package init(on device: Device = .host) { self.device = device }

  /// A tensor with undefined contents, valid until the arena is reset or released below it.
  package func tensor(rows: Int, columns: Int) -> Tensor {
    Tensor(base: floats(rows * columns), rows: rows, columns: columns)
  }

  /// A tensor of zeros.
  package func zeros(rows: Int, columns: Int) -> Tensor {
    let tensor = tensor(rows: rows, columns: columns)
    tensor.clear()
    return tensor
  }

  /// The address of `count` floats with undefined contents, on a cache line of their own.
  package func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count * MemoryLayout<Float>.stride + Self.alignment - 1) & -Self.alignment
    while current < blocks.count, used + size > blocks[current].size {
      current += 1
      used = 0
    }
    if current == blocks.count { blocks.append(Pages(size: max(size, Self.blockSize), on: device)) }
    defer { used += size }
    return (blocks[current].start + used).assumingMemoryBound(to: Float.self)
  }

  /// Where the arena stands now.
  package var mark: Mark { Mark(block: current, used: used) }

  /// Takes back all that was handed out since `mark`.
  package func release(to mark: Mark) {
    current = mark.block
    used = mark.used
  }

  /// Takes back everything, and gives the memory back to the system.
  package func giveBack() {
    blocks = []
    reset()
  }

  /// Takes back everything. What was spread over several blocks will fit one the next time.
  package func reset() {
    if blocks.count > 1 {
      let size = blocks.reduce(0) { $0 + $1.size }
      blocks = []
      blocks = [Pages(size: size, on: device)]
    }
    current = 0
    used = 0
  }
}
