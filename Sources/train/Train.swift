import ArgumentParser
import CommandSupport
import Dragoman

@main
struct Train: DragomanCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains translators and encoders, and the vocabularies they use.",
    usage: "train --source FILE --target FILE --model DIR [options]",
    discussion: """
      Without the name of a subcommand it trains a translator; 'train model --help' lists the options.
      """,
    version: dragomanVersion,
    subcommands: [
      TrainModel.self, TrainPretrain.self, TrainClassifier.self, TrainTagger.self,
      TrainVocabulary.self, TrainShortlist.self, TrainExport.self, TrainInspect.self,
      TrainClean.self, TrainLanguages.self, EncodeText.self, DecodeText.self,
    ],
    defaultSubcommand: TrainModel.self)
}
