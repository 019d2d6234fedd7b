import ArgumentParser
import CommandSupport
import Dragoman

/// A model to translate with before scoring.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of a model whose translations of --source are to be scored.", valueName: "dir"))
  var model: String?

  @Option(help: ArgumentHelp("Hypotheses kept at each step; 1 is greedy search.", valueName: "n"))
  var beamSize = DecodingOptions().beamSize

  func validate() throws { try check("--beam-size", beamSize, in: 1...100) }

  /// The model's translations; `nil` when no model was named.
  func translate(_ source: TestFile?, threads: Int) throws -> TestFile? {
    guard let model, let source else { return nil }
    var options = TranslationOptions()
    options.search.beamSize = beamSize
    options.search.threads = threads
    let translator = try Translator(ModelFolder(model))
    let progress = LineProgress()
    let translations = translator.translate(source.lines, options: options) { done, _ in
      progress.add(done)
    }
    progress.end()
    return TestFile(name: model, lines: translations.map(\.text))
  }
}
