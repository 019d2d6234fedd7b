import ArgumentParser
import CommandSupport
import Dragoman
import Glibc

/// Where translations go.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "File for the translations instead of standard output; compressed if it ends in .gz.",
      valueName: "file"))
  var output = "-"

  @Option(
    help: ArgumentHelp(
      "Folder for the translations, each in a file with the name of its source.",
      valueName: "dir"))
  var outputDir: String?

  @Flag(help: "Go on with the output of a run that was stopped.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Translate part k of n equal parts of the lines, such as 3/16: 'cat' of all is the whole.",
      valueName: "k/n"))
  var part: InputPart?

  /// Refuses what cannot be for these inputs.
  func check(files: [String]) throws {
    if outputDir != nil {
      guard output == "-" else {
        throw ValidationError("'--output' and '--output-dir' exclude each other; leave one out.")
      }
      guard !files.isEmpty, !files.contains("-") else {
        throw ValidationError("'--output-dir' needs files to translate, for their names.")
      }
      var seen: [String: String] = [:]
      for file in files {
        if let other = seen.updateValue(file, forKey: name(file)) {
          throw ValidationError(
            "'\(other)' and '\(file)' would both be written to '\(destination(of: file))'; translate one at a time."
          )
        }
      }
    }
    guard !resume || output != "-" || outputDir != nil else {
      throw ValidationError(
        "'--resume' needs '--output' or '--output-dir', the files to go on with.")
    }
  }

  /// What is to be done for inputs: which are written to which file.
  ///
  /// - Throws: `InputError` when an output cannot be written or is one of the inputs. The file of a
  ///   single output is opened now; those of several one after the other.
  func jobs(for inputs: [InputFile]) throws -> [TranslationJob] {
    guard let outputDir else {
      try refuse(output, among: inputs)
      guard output != "-" else { return [TranslationJob(inputs: inputs, path: nil)] }
      try GrowingFile.check(output, resumes: resume)
      return [TranslationJob(inputs: inputs, path: output, resumes: resume)]
    }
    var folder = stat()
    if stat(outputDir, &folder) == 0, folder.st_mode & S_IFMT != S_IFDIR {
      throw InputError(outputDir, "is no folder.", remedy: "Choose another path.")
    }
    if mkdir(outputDir, 0o777) != 0, errno != EEXIST {
      throw InputError(
        outputDir, "cannot be made: \(lastSystemError()).",
        remedy: "Choose another path, or check the permissions of its folder.")
    }
    return try inputs.map { input in
      let path = destination(of: input.path)
      try refuse(path, among: inputs)
      try GrowingFile.check(path, resumes: resume)
      return TranslationJob(inputs: [input], path: path, resumes: resume)
    }
  }

  private func refuse(_ path: String, among inputs: [InputFile]) throws {
    guard path != "-", let input = inputs.first(where: { $0.isSame(as: path) }) else { return }
    throw InputError(
      path, "is the file to translate, '\(input.path)'.",
      remedy: "Write the translation to another file or folder.")
  }

  private func name(_ file: String) -> String {
    file.split(separator: "/").last.map(String.init) ?? file
  }

  private func destination(of file: String) -> String { "\(outputDir ?? ".")/\(name(file))" }
}
