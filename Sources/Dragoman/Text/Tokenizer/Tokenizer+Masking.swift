/// What hiding words from a model needs of a tokenizer.
extension Tokenizer {
  /// What files call the token that stands for hidden text, in the order in which the names are looked for.
  static let maskNames = ["[MASK]", ownMask]
  /// What Dragoman calls it in the vocabularies that it learns for pretraining.
  static let ownMask = "<mask>"

  /// The control token that stands for hidden text.
  ///
  /// - Throws: ``InputError`` when the vocabulary has none.
  package var maskToken: Int32 {
    get throws {
      for name in Self.maskNames {
        if let id = id(named: name), isControl(id) { return id }
      }
      throw InputError(
        file?.place ?? "the vocabulary",
        "no control token stands for hidden text: \(Self.maskNames.joined(separator: ", ")) were looked for.",
        remedy: "Give a vocabulary that has one, or let 'train pretrain' learn one.")
    }
  }
}
