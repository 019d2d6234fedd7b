/// A sentence to search translations of, as tokens.
package struct SearchTask: Sendable {
  /// The source with the end mark.
  package var source: [Int32]
  /// What every translation begins with. If it ends in the end mark it is the whole translation, and
  /// search only scores it.
  package var prefix: [Int32] = []
  /// Words that every translation must have, and must not have; `nil` for none.
  package var constraints: LexicalConstraints?
  /// What must not be in its translations, beside what the options forbid for all.
  package var restrictions = Restrictions()
  /// Tokens that translations may have, ascending, with the end mark and those of the prefix and the terms
  /// among them; `nil` for all.
  package var candidates: [Int32]?
  /// Decides, with the seed of ``Sampling``, what is drawn for this sentence.
  package var randomKey: UInt64 = 0

  package init(source: [Int32], prefix: [Int32] = [], constraints: LexicalConstraints? = nil) {
    self.source = source
    self.prefix = prefix
    self.constraints = constraints
  }
}
