import ArgumentParser
import CommandSupport
import Dragoman

struct FileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Source sentences, one a line; may be repeated for several corpora.", valueName: "file"))
  var source: [String]

  @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
  var target: [String]

  @Option(
    help: ArgumentHelp(
      "How often an epoch has each pair, one for each --source; by default once.",
      valueName: "times"))
  var weight: [Double] = []

  @Option(
    help: ArgumentHelp(
      "Control token before each source sentence, such as '<2de>', one for each --source.",
      valueName: "token"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Source sentences to validate on.", valueName: "file"))
  var validSource: [String] = []

  @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
  var validTarget: [String] = []

  @Option(
    help: ArgumentHelp("Their control token, one for each --valid-source.", valueName: "token"))
  var validTag: [String] = []

  @Option(
    help: ArgumentHelp("Folder for the model, new unless --resume is given.", valueName: "dir"))
  var model: String

  @Option(
    help: ArgumentHelp(
      "Folder in which the corpora are kept for later runs. Large ones are anyway, in MODEL.corpus.",
      valueName: "dir"))
  var cache: String?

  @Flag(help: "List the lines that are left out.")
  var verbose = false

  func validate() throws {
    guard validSource.count == validTarget.count else {
      throw ValidationError(
        "--valid-source and --valid-target belong together: give both or none.")
    }
    guard source.count == target.count else {
      throw ValidationError(
        "--source and --target belong together: there are \(source.count) and \(target.count).")
    }
    for (option, count, corpora) in [
      ("--weight", weight.count, source.count), ("--tag", tag.count, source.count),
      ("--valid-tag", validTag.count, validSource.count),
    ] where count != 0 && count != corpora {
      throw ValidationError("\(option) is given \(count) times for \(corpora) corpora.")
    }
    for weight in weight { try check("--weight", weight, in: 1e-6...1e6) }
    guard tag.isEmpty == validTag.isEmpty || validSource.isEmpty else {
      throw ValidationError("--tag and --valid-tag belong together: give both or none.")
    }
    for tag in tag + validTag {
      let characters = tag.unicodeScalars
      if characters.first == "<", characters.last == ">", characters.count > 2 { continue }
      throw ValidationError("The tag '\(tag)' is not in angle brackets, such as '<2de>'.")
    }
  }

  /// Where corpora lie: a folder that is named has all of them, else memory has the small ones.
  ///
  /// - Parameter memoryLimit: Bytes that the run may take; corpora have a quarter of them.
  func storage(memoryLimit: Int?, _ progress: CorpusProgress) -> CorpusStorage {
    var storage = CorpusStorage(folder: cache ?? "\(model).corpus", report: progress.show)
    if let memoryLimit { storage.memory = min(storage.memory, memoryLimit / 8) }
    storage.memory = cache == nil ? storage.memory / max(1, source.count) : 0
    return storage
  }

  func corpora(_ text: TextOptions, _ storage: CorpusStorage) throws -> [CorpusPart] {
    try source.indices.map { index in
      CorpusPart(
        try read(source[index], target[index], text, storage),
        weight: weight.isEmpty ? 1 : weight[index], tag: tag.isEmpty ? nil : tag[index])
    }
  }

  func validation(_ text: TextOptions) throws -> [CorpusPart] {
    try validSource.indices.map { index in
      CorpusPart(
        try read(validSource[index], validTarget[index], text, CorpusStorage()),
        tag: validTag.isEmpty ? nil : validTag[index])
    }
  }

  private func read(
    _ source: String, _ target: String, _ text: TextOptions, _ storage: CorpusStorage
  ) throws -> ParallelCorpus {
    let corpus = try ParallelCorpus(
      sourcePath: source, targetPath: target, invalidUTF8: text.invalidUTF8, storage: storage)
    note(replacements: corpus.replacements, in: "\(source) and \(target)")
    return corpus
  }
}
