import ArgumentParser
import Dragoman

/// One of several parts of the lines of an input, about equally many each, such as `3/16`.
struct InputPart: ExpressibleByArgument {
  private let number: Int
  private let count: Int

  init?(argument: String) {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      (1...1_000_000).contains(count), (1...count).contains(number)
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// The lines of the part, of all those of the inputs of a job.
  ///
  /// - Throws: `InputError` when an input cannot be read twice.
  func lines(of job: TranslationJob) throws -> Range<Int> {
    var total = 0
    for input in job.inputs {
      guard input.isFile else {
        throw InputError(
          "--part", "needs files, whose lines are counted first, not '\(input.path)'.",
          remedy: "Write the lines to a file.")
      }
      let reader = try input.reader()
      while try reader.next() != nil { total += 1 }
    }
    return (number - 1) * total / count..<number * total / count
  }
}
