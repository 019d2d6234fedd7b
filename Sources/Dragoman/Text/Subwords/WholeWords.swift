import Synchronization

/// For each piece, whether a word of its text becomes that piece, as far as it was asked.
///
/// The answer never changes, so threads that find it out at once write the same.
final class WholeWords: Sendable {
  enum Answer: UInt8 {
    case unknown, no, yes
  }

  private nonisolated(unsafe) let answers: UnsafeMutablePointer<Atomic<UInt8>>
  private let count: Int

  init(count: Int) {
    self.count = count
    answers = .allocate(capacity: count)
    for index in 0..<count { (answers + index).initialize(to: Atomic(0)) }
  }

  deinit {
    answers.deinitialize(count: count)
    answers.deallocate()
  }

  /// - Parameter id: 0 ..< count.
  subscript(id: Int32) -> Answer {
    get { Answer(rawValue: answers[Int(id)].load(ordering: .relaxed)) ?? .unknown }
    set { answers[Int(id)].store(newValue.rawValue, ordering: .relaxed) }
  }
}
