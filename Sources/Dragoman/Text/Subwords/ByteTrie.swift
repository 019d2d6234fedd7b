/// Byte strings with numbers, to be found where they begin in a text.
///
/// A node is a number; its children are kept in one hash table by node and byte.
struct ByteTrie: Sendable, Equatable {
  private var children: PairTable
  /// The number of the string that ends at each node, -1 where none does.
  private var numbers: [Int32] = [-1]

  /// An empty trie, with room for a number of nodes before it has to grow.
  init(minimumCapacity: Int = 0) {
    children = PairTable(minimumCapacity: minimumCapacity)
  }

  static let root: Int32 = 0

  var isEmpty: Bool { numbers.count == 1 }

  /// Adds a string; the number of one added before is replaced.
  mutating func insert(_ string: Span<UInt8>, number: Int32) {
    var node = Self.root
    for index in string.indices {
      if let child = children.value(node, Int32(string[index])) {
        node = child
      } else {
        let child = Int32(numbers.count)
        children.set(node, Int32(string[index]), to: child)
        numbers.append(-1)
        node = child
      }
    }
    numbers[Int(node)] = number
  }

  /// The node after one more byte; `nil` when no string goes on so.
  func child(of node: Int32, _ byte: UInt8) -> Int32? {
    children.value(node, Int32(byte))
  }

  /// The number of the string that ends at a node; -1 when none does.
  func number(at node: Int32) -> Int32 {
    numbers[Int(node)]
  }

  /// The length of the longest string that `text` has at an offset; `nil` when it has none.
  func longestMatch(in text: Span<UInt8>, at start: Int) -> Int? {
    longestNumber(in: text, at: start)?.length
  }

  /// The longest string that `text` has at an offset, as its number and length; `nil` when it has none.
  func longestNumber(in text: Span<UInt8>, at start: Int) -> (number: Int32, length: Int)? {
    guard !isEmpty else { return nil }
    var node = Self.root
    var longest: (number: Int32, length: Int)?
    for index in start..<text.count {
      guard let next = child(of: node, text[index]) else { break }
      node = next
      if number(at: node) >= 0 { longest = (number(at: node), index + 1 - start) }
    }
    return longest
  }
}
