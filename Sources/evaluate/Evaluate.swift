import ArgumentParser
import CommandSupport
import Dragoman

@main
struct Evaluate: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract:
      "Scores translations, labels and tags, with the digits of the tools that all compare with.",
    usage: "evaluate [FILE ...] --reference FILE [options]",
    discussion: """
      EXAMPLES:
        translate --model model test.en | evaluate --reference test.de
        understand classify --model sentiment test.txt | evaluate labels --gold test.tsv
        evaluate tags predicted.conll --gold test.conll

      Without the name of a subcommand it scores translations; 'evaluate translations --help' lists the options.
      """,
    version: dragomanVersion,
    subcommands: [EvaluateTranslations.self, EvaluateLabels.self, EvaluateTags.self],
    defaultSubcommand: EvaluateTranslations.self)
}
