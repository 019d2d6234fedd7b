import ArgumentParser
import CommandSupport
import Dragoman

/// Translates inputs window by window, in bounded memory, and writes what is wanted of each.
struct TranslationRun {
  /// The most text that is taken at a time: sentences of like length are then many enough to be
  /// translated together.
  private static let bytesOfWindow = 1 << 22

  private let options: TranslationOptions
  /// Translates into a language between, if there is one.
  private var pivot: Pivot?
  private let format: LineFormat
  private let part: InputPart?
  private let prefixes: LineReader?
  private let progress: TranslationProgress
  /// Of all inputs, in this run and in the parts before its own.
  private var linesDone = 0
  private var problems: ProblemReport
  private var explanation: Explanation?

  init(
    options: TranslationOptions, form: FormOptions, part: InputPart?, prefixes: LineReader?,
    problems: ProblemReport, progress: TranslationProgress
  ) throws {
    self.options = options
    self.part = part
    self.prefixes = prefixes
    self.problems = problems
    self.progress = progress
    format = form.lineFormat
    explanation = try form.explain.map(Explanation.init)
  }

  /// Does the jobs in order.
  ///
  /// - Throws: `InputError` about an input or output; the exit code for a signal when one came.
  mutating func run(
    _ jobs: [TranslationJob], _ models: @autoclosure () throws -> (Pivot?, Translator)
  ) throws {
    // Opened before models are loaded, for what is wrong with it is then known at once.
    var first = try jobs.first.flatMap { $0.isDone ? nil : try $0.output() }
    let (pivot, translator) = try models()
    self.pivot = pivot
    // What goes to standard output needs no care: all lines that are done have been handed on.
    if jobs.contains(where: { $0.path != nil }) { Interruption.listen() }
    for (index, job) in jobs.enumerated() {
      if job.isDone {
        try pass(job)
        continue
      }
      let output = try (index == 0 ? first : nil) ?? job.output()
      first = nil
      do {
        try run(job, output, translator)
        try output.close()
      } catch {
        progress.end()
        if let remainder = output.remainder { note(remainder) }
        throw error
      }
    }
    progress.end()
    if let prefixes, part == nil, try prefixes.next() != nil {
      throw InputError(
        prefixes.path, "it has more lines than there are to translate.",
        remedy: "Give a line, blank or not, for each line of the source.")
    }
    problems.end()
    try explanation?.write()
  }

  /// Leaves out what an earlier run has done.
  private func pass(_ job: TranslationJob) throws {
    note("\(job.path ?? ""): is complete")
    for input in job.inputs {
      let reader = try input.reader()
      while try reader.next() != nil { _ = try prefixes?.next() }
      progress.skip(reader.bytesRead)
    }
  }

  private mutating func run(
    _ job: TranslationJob, _ output: any LineOutput, _ translator: Translator
  ) throws {
    let lines = try part?.lines(of: job)
    let first = lines?.lowerBound ?? 0
    linesDone += first
    var linesBefore = first + output.linesThere
    var left = lines.map { $0.count - output.linesThere } ?? .max
    for input in job.inputs where left > 0 {
      let reader = try input.reader()
      while linesBefore > 0, try reader.next() != nil {
        _ = try prefixes?.next()
        linesBefore -= 1
      }
      progress.begin(reader)
      try translate(reader, atMost: &left, output, translator)
      note(replacements: reader.replacements, in: reader.path)
    }
    if left < 0 || left > 0 && linesBefore > 0 {
      let source = lines?.count ?? output.linesThere - linesBefore
      throw InputError(
        job.path ?? "",
        "its first part has \(Figures.count(output.linesThere)) lines, the source only "
          + "\(Figures.count(source)).",
        remedy: "Resume with the source that it was begun with, or delete the first part.")
    }
  }

  /// - Parameter left: Lines that are still to be translated.
  private mutating func translate(
    _ reader: LineReader, atMost left: inout Int, _ output: any LineOutput, _ translator: Translator
  ) throws {
    let most = 16 * options.search.batchSize * options.search.threads
    while left > 0 {
      let lines = try reader.next(bytes: Self.bytesOfWindow, atMost: min(most, left))
      left -= lines.count
      // A signal that ended the program before this one in a pipe looks like the end of the input.
      if Interruption.isRequested { throw Interruption.exitCode }
      if lines.isEmpty { return }
      let firstLine = reader.lineNumber - lines.count + 1
      let given = try nextPrefixes(lines.count)
      if let prefixes {
        let first = prefixes.lineNumber - given.count + 1
        try translator.check(prefixes: given) { "\(prefixes.path):\(first + $0)" }
      }
      let between = pivot?.translate(lines, firstLine: firstLine)
      let translations = translator.translate(
        between?.map(\.text) ?? lines, prefixes: given, firstLine: firstLine, options: options
      ) { [progress] done, all in progress.add(lines: lines.count, of: all, done: done) }
      for (index, (line, translation)) in zip(lines, translations).enumerated() {
        for text in format.lines(
          line, translation, between: between?[index].text, number: linesDone)
        {
          try output.write(line: text)
        }
        linesDone += 1
        let place = "\(reader.path):\(firstLine + index)"
        problems.add(translation, after: between?[index], place: place, progress)
        explanation?.add(translation, place: place)
      }
      try output.flush()
      progress.endWindow(lines.count, reader)
    }
  }

  private func nextPrefixes(_ count: Int) throws -> [String] {
    guard let prefixes else { return [] }
    return try (0..<count).map { _ in
      guard let prefix = try prefixes.next() else {
        throw InputError(
          prefixes.path,
          "it ends after \(Figures.count(prefixes.lineNumber)) lines, before the source.",
          remedy: "Give a line, blank or not, for each line of the source.")
      }
      return prefix
    }
  }
}
