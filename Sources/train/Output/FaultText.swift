import Dragoman

/// What readers are told of a fault.
struct FaultText {
  /// What is wrong.
  let meaning: String
  /// What it does to a model.
  let cost: String

  /// Figures are those of Khayrallah & Koehn 2018, *On the Impact of Various Types of Noise on Neural Machine
  /// Translation*: BLEU points of German-English, where as much noise as clean text was added.
  init(_ fault: PairFault) {
    (meaning, cost) =
      switch fault {
      case .empty: ("a side has no text", "none: training leaves such pairs out")
      case .long: ("more than 250 words or 2,000 characters", "time and memory")
      case .signs: ("more signs and digits than letters", "little; a model learns to copy")
      case .run: ("60 characters and more without a space", "little; the vocabulary learns rubbish")
      case .loop: ("the same again and again", "models learn to repeat themselves")
      case .copied:
        ("the target is the source", "the worst: 24 BLEU; a model learns to leave text as it is")
      case .sourceLanguage: ("the source is in another language", "3 BLEU")
      case .targetLanguage: ("the target is in another language", "7 BLEU")
      case .mojibake: ("UTF-8 taken for another encoding: fÃ¼r", "words that nobody can read")
      case .damaged: ("lost characters: U+FFFD, or ? within a word", "words that nobody can read")
      case .markup: ("tags that do not match", "tags lost or made up")
      case .codes: ("codes such as %s and {0} that do not match", "codes lost or made up")
      case .addresses: ("addresses that do not match", "addresses lost or made up")
      case .numbers: ("numbers that do not match", "wrong numbers in translations")
      case .sourceCut: ("the target says more than the source", "text that is made up")
      case .targetCut: ("the source says more than the target", "text that is lost")
      case .misaligned: ("the sides do not mean the same", "2 BLEU")
      case .shifted: ("the target is that of a line near by", "2 BLEU, and pairs that could be had")
      case .duplicate: ("was there before", "little; what is frequent is learned too well")
      case .nearDuplicate: ("was there before, but for case and punctuation", "little, likewise")
      case .boilerplate: ("one target of more than 20 sources", "a phrase that comes too often")
      case .leak: ("a side is in a test set", "scores that mean nothing")
      }
  }
}
