import ArgumentParser
import CommandSupport
import Dragoman

/// `train shortlist`: sentence pairs in, a file for the model's folder and a summary out.
struct TrainShortlist: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shortlist",
    abstract: "Learns which tokens translate which, for faster translation.",
    usage: "train shortlist --source FILE --target FILE --model DIR [options]",
    discussion: """
      Of the pairs that a model was trained on, or others like them, it learns which tokens translate \
      each other. 'translate --shortlist' then looks for a sentence's translation among the likely tokens \
      only:

        train shortlist --source train.en --target train.de --model en-de
      """)

  @Option(help: ArgumentHelp("Source sentences, one a line.", valueName: "file"))
  var source: String

  @Option(help: ArgumentHelp("Their translations, line by line.", valueName: "file"))
  var target: String

  @Option(help: ArgumentHelp("Folder of the model, to which the list is added.", valueName: "dir"))
  var model: String

  @Option(help: ArgumentHelp("Likeliest translations kept of each token.", valueName: "n"))
  var translations = 50

  @Option(help: ArgumentHelp("Threads; they change the speed, never the result.", valueName: "n"))
  var threads = processorCount

  @OptionGroup var text: TextOptions
  @OptionGroup var configurationFile: ConfigurationOption

  func validate() throws {
    try check("--translations", translations, in: 1...100_000)
    try check("--threads", threads, in: 1...256)
  }

  func run() throws {
    let progress = ProgressLine()
    let storage = CorpusStorage(
      folder: "\(model).corpus", report: CorpusProgress(progress, isShown: true).show)
    let corpus = try ParallelCorpus(
      sourcePath: source, targetPath: target, invalidUTF8: text.invalidUTF8, storage: storage)
    progress.clear()
    note(replacements: corpus.replacements, in: "\(source) and \(target)")
    let folder = ModelFolder(model)
    let trainer = try ShortlistTrainer(
      corpus, folder: folder, storage: storage, threads: threads)
    progress.clear()
    let report = try trainer.train(translations: translations)
    print(
      """
      a sentence's list  \(Figures.decimal(report.candidates, places: 0)) of \
      \(Figures.count(report.vocabularySize)) tokens
      targets covered    \(Figures.decimal(100 * report.coverage, places: 2)) % of their tokens
      """)
    note("the list is in \(folder.shortlistPath)")
  }
}
