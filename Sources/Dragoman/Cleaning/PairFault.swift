/// What may be wrong with a pair of a parallel corpus.
///
/// Their names are those of the reasons that `train clean` writes.
public enum PairFault: String, Sendable, CaseIterable {
  /// A side has no text.
  case empty
  /// A side has more than 250 words or 2,000 characters.
  case long
  /// A side has more signs and digits than letters, or no letter.
  case signs
  /// A side has 60 characters or more without a space, which is no word of any language.
  case run
  /// A side says the same again and again.
  case loop
  /// The target is the source.
  case copied
  /// The source is in another language than most.
  case sourceLanguage = "source-language"
  /// The target is in another language than most.
  case targetLanguage = "target-language"
  /// UTF-8 was taken for another encoding: `fÃ¼r`.
  case mojibake
  /// Characters are lost: U+FFFD, or `?` within a word.
  case damaged
  /// The tags of one side are not those of the other.
  case markup
  /// Codes such as `%s` and `{0}` are not those of the other side.
  case codes
  /// A web or mail address is not that of the other side.
  case addresses
  /// A number is not that of the other side.
  case numbers
  /// The source ends before what the target says.
  case sourceCut = "source-cut"
  /// The target ends before what the source says.
  case targetCut = "target-cut"
  /// The sides do not mean the same.
  case misaligned
  /// The target belongs to a source some lines before or after, as those of the lines around it do.
  case shifted
  /// The pair was there before.
  case duplicate
  /// The pair was there before, but for case, punctuation and spaces.
  case nearDuplicate = "near-duplicate"
  /// Many different sources have this target.
  case boilerplate
  /// A side is in a test set.
  case leak

  /// Whether a corpus is better without such pairs. What is not dropped is only said.
  public var isDropped: Bool { self != .boilerplate }
}
