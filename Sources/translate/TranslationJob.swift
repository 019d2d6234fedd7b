import CommandSupport
import Dragoman

/// Inputs whose translations are written one after the other to one output.
struct TranslationJob {
  let inputs: [InputFile]
  /// `nil` for standard output.
  let path: String?
  var resumes = false

  /// Whether an earlier run has done all of it.
  var isDone: Bool { resumes && path.map(GrowingFile.isComplete) ?? false }

  /// Opens the output.
  func output() throws -> any LineOutput {
    guard let path else { return try OutputFile() }
    return try GrowingFile(path: path, resumes: resumes)
  }
}
