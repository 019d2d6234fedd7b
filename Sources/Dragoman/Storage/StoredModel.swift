/// A model as it lies in a folder, in one of the forms in which models are shared.
protocol StoredModel {
  /// The architecture.
  ///
  /// - Throws: ``InputError`` naming what the file says and Dragoman cannot do.
  func configuration() throws -> ModelConfiguration

  /// The weights, which are not read yet.
  ///
  /// - Parameter configuration: The model's own.
  /// - Throws: ``InputError`` when the file is missing or damaged.
  func weights(for configuration: ModelConfiguration) throws -> StoredWeights

  /// How text becomes tokens, on both sides.
  ///
  /// - Throws: ``InputError`` when a file is missing or damaged.
  func tokenizers() throws -> TokenizerPair
}
