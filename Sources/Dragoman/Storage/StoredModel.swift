/// A model as it lies in a folder, in one of the forms in which models are shared.
protocol StoredModel<Configuration> {
  /// What describes its architecture: ``ModelConfiguration`` for a translator, ``BERTConfiguration`` for an
  /// encoder alone.
  associatedtype Configuration

  /// The architecture.
  ///
  /// - Throws: ``InputError`` naming what the file says and Dragoman cannot do.
  func configuration() throws -> Configuration

  /// The weights, which are not read yet.
  ///
  /// - Parameter configuration: The model's own.
  /// - Throws: ``InputError`` when the file is missing or damaged.
  func weights(for configuration: Configuration) throws -> StoredWeights

  /// How text becomes tokens, on both sides.
  ///
  /// - Throws: ``InputError`` when a file is missing or damaged.
  func tokenizers() throws -> TokenizerPair

  /// Which tokens translations may have, where the model brings a list.
  ///
  /// - Parameter tokenizers: The model's own.
  /// - Throws: ``InputError`` when it is damaged, or of another vocabulary.
  func shortlist(for tokenizers: TokenizerPair) throws -> Shortlist?
}

extension StoredModel {
  func shortlist(for tokenizers: TokenizerPair) throws -> Shortlist? { nil }
}
