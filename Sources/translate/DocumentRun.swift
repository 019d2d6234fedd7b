import CommandSupport
import Documents
import Dragoman
import Glibc

/// Translates documents, and writes each whole.
struct DocumentRun {
  let translator: ModelTranslator
  let settings: DocumentSettings
  let reportsProblems: Bool

  /// Does the jobs in order.
  ///
  /// - Throws: `InputError` about a document or an output, of which none is half-written.
  func run(_ jobs: [DocumentJob]) throws {
    for job in jobs {
      let document = try Document(
        contentsOf: job.input, format: job.format, settings: settings)
      // Opened before the work, for what is wrong with it is then known at once.
      let file = try job.path.map { try AtomicFile(path: $0) }
      let progress = ProgressLine()
      let count = document.blockCount
      let problems = try document.translate(by: translator) { done in
        progress.update(
          "\(job.input): \(Figures.count(done)) of \(Figures.count(count)) pieces of text")
      } write: { bytes in
        try bytes.withUnsafeBytes { bytes in
          if let file { return try file.append(bytes) }
          guard writeFully(bytes, to: STDOUT_FILENO) || errno == EPIPE else {
            throw InputError.unwritable("standard output", remedy: "Make room there.")
          }
        }
      }
      progress.clear()
      report(problems, of: job)
      try file?.commit()
    }
  }

  private func report(_ problems: [Document.Problem], of job: DocumentJob) {
    guard reportsProblems else { return }
    for problem in problems { note("\(problem.place): \(problem.text)") }
    note("\(job.input): \(Figures.count(problems.count)) problems")
  }
}
