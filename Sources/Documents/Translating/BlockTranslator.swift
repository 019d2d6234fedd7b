import Dragoman

/// Translates the blocks of a content: text with tags off, and tags and placeholders put back.
struct BlockTranslator {
  /// What became of a block.
  struct Result {
    /// `nil` when nothing has changed.
    var parts: [InlinePart]?
    var problems: [String] = []
  }

  let translator: any LineTranslator

  /// The text that is translated at a time: sentences of like length are then many.
  static let bytesOfWindow = 1 << 20

  /// Translates blocks.
  func translate(
    _ blocks: [Block], progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
  ) -> [Result] {
    var jobs: [Job] = []
    for (index, block) in blocks.enumerated() {
      for parts in block.parts.split(omittingEmptySubsequences: false, whereSeparator: \.isBreak) {
        var job = Job(block: index, segment: Segment(Array(parts), of: block))
        if job.segment.hasTooManyTags {
          job.problems.append("left as it is, for it has more than \(Segment.mostTags) tags")
        }
        jobs.append(job)
      }
    }
    translate(&jobs, jobs.indices.filter { jobs[$0].segment.isTranslatable }, progress: progress)
    keepCodes(&jobs, blocks)
    return results(jobs, blocks)
  }

  /// A segment on its way.
  private struct Job {
    let block: Int
    var segment: Segment
    var translation: TranslatedLine?
    var search: CodeSearch?
    var problems: [String] = []
  }

  private func translate(
    _ jobs: inout [Job], _ numbers: [Int], keeping words: Set<String> = [],
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) {
    guard !numbers.isEmpty else { return }
    let lines = translator.translate(
      numbers.map { jobs[$0].segment.text }, keeping: words, progress: progress)
    for (number, line) in zip(numbers, lines) {
      jobs[number].search = CodeSearch(jobs[number].segment, in: line.text)
      jobs[number].translation = line
    }
  }

  /// Sees to it that each code is there once: by a search that must keep it; then by a translation of the
  /// text without it, into which it is put.
  private func keepCodes(_ jobs: inout [Job], _ blocks: [Block]) {
    func hide(_ codes: [Int], of number: Int) {
      let segment = jobs[number].segment
      jobs[number] = Job(
        block: jobs[number].block,
        segment: Segment(
          segment.parts, of: blocks[jobs[number].block],
          hiding: Set(codes.compactMap { segment.codes[$0].number })))
    }
    let lossy = jobs.indices.filter { !(jobs[$0].search?.lost.isEmpty ?? true) }
    let first = jobs
    translate(
      &jobs, lossy,
      keeping: lossy.reduce(into: []) { $0.formUnion(jobs[$1].search?.lostTexts ?? []) })
    let stillLossy = lossy.filter { !(jobs[$0].search?.lost.isEmpty ?? true) }
    for number in stillLossy {
      // What one search or the other has kept stays in the text.
      let searches = [first[number].search, jobs[number].search].compactMap(\.self)
      let fewest = searches.map(\.lost).min { $0.count < $1.count } ?? []
      hide(fewest, of: number)
    }
    translate(&jobs, stillLossy.filter { jobs[$0].segment.isTranslatable })
    // Others were lost this time, or came from nowhere: now the model sees none.
    let hopeless = jobs.indices.filter { number in
      !(jobs[number].search?.lost.isEmpty ?? true)
        || jobs[number].translation.map {
          !hasPlaceholders(of: jobs[number], $0, blocks[jobs[number].block])
        } ?? false
    }
    for number in hopeless { hide(Array(jobs[number].segment.codes.indices), of: number) }
    translate(&jobs, hopeless.filter { jobs[$0].segment.isTranslatable })
    for number in Set(stillLossy).union(hopeless).sorted() {
      let texts = (first[number].search?.lostTexts ?? []).sorted().joined(separator: ", ")
      jobs[number].problems.append(
        "placed by alignment: \(texts.isEmpty ? "all placeholders" : texts)")
    }
  }

  /// Whether a translation has the placeholders of its source, and no others.
  private func hasPlaceholders(
    of job: Job, _ translation: TranslatedLine, _ block: Block
  ) -> Bool {
    let kind = block.placeholders
    return Placeholders.words(kind, in: job.segment.text).sorted()
      == Placeholders.words(kind, in: translation.text).sorted()
      && Placeholders.looseSigns(kind, in: job.segment.text).sorted()
        == Placeholders.looseSigns(kind, in: translation.text).sorted()
  }

  /// Puts the segments of each block together.
  private func results(_ jobs: [Job], _ blocks: [Block]) -> [Result] {
    var results = blocks.map { _ in Result() }
    var isChanged = [Bool](repeating: false, count: blocks.count)
    var breaks = blocks.map { $0.parts.filter(\.isBreak)[...] }
    var previous: Int?
    for job in jobs {
      var parts = results[job.block].parts ?? []
      // Held once, they grow in place.
      results[job.block].parts = nil
      if previous == job.block, let separator = breaks[job.block].popFirst() {
        parts.append(separator)
      }
      previous = job.block
      let translated = self.parts(of: job, blocks[job.block])
      parts += translated.parts ?? job.segment.parts
      if translated.parts != nil { isChanged[job.block] = true }
      results[job.block].parts = parts
      results[job.block].problems += job.problems + translated.problems
    }
    for index in results.indices where !isChanged[index] {
      results[index].parts = blocks[index].replacement
    }
    return results
  }

  /// The parts of a segment's translation; `nil` when it stays as it is.
  private func parts(of job: Job, _ block: Block) -> Result {
    guard let translation = job.translation, let search = job.search,
      translation.text != job.segment.text
    else { return Result() }
    guard hasPlaceholders(of: job, translation, block) else {
      return Result(
        problems: ["left as it is, for its translation has other placeholders"])
    }
    let problems = translation.problems.map(\.rawValue)
    return Result(
      parts: Reassembly(job.segment, translation, places: search.places).parts,
      problems: problems)
  }
}

extension InlinePart {
  fileprivate var isBreak: Bool {
    if case .lineBreak = self { true } else { false }
  }
}
