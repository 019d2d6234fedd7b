/// The encoder-decoder Transformer (Vaswani et al. 2017), as a description without numbers.
///
/// The numbers are ``Weights`` of the transformer's ``layout``; a ``Tape`` brings both together. The
/// same transformer trains and translates.
package struct Transformer: Sendable {
  package let configuration: ModelConfiguration
  package let layout: ParameterLayout
  package let encoder: Encoder
  package let decoder: Decoder
  /// The vectors of positions, [positions, D]; `nil` where positions are not sinusoidal.
  package let sinusoids: PositionTable?
  /// From the decoder's vectors to the logits of the vocabulary.
  package let output: Linear

  package init(_ configuration: ModelConfiguration) {
    var layout = ParameterLayout()
    let (width, vocabulary) = (configuration.modelSize, configuration.vocabularySize)
    let deviation = Initialization.normal(1 / Float(width).squareRoot())
    func table(_ name: String, rows: Int) -> Parameter {
      layout.matrix(name, rows: rows, columns: width, deviation)
    }
    let sourceTable: Parameter
    let targetTable: Parameter
    if [.all, .embeddings].contains(configuration.tiedEmbeddings) {
      sourceTable = table("embedding.weight", rows: vocabulary)
      targetTable = sourceTable
    } else {
      sourceTable = table(
        "encoder.embedding.weight", rows: configuration.sourceVocabularySize ?? vocabulary)
      targetTable = table("decoder.embedding.weight", rows: vocabulary)
    }
    sinusoids =
      configuration.positionEmbeddings == .sinusoidal
      ? PositionTable(
        positions: configuration.positionRows, columns: width,
        steps: configuration.positionFrequencies == .paper ? width / 2 : width / 2 - 1) : nil
    encoder = Encoder(
      embedding: TokenEmbedding(
        "encoder", table: sourceTable, configuration.embeddingShape, sinusoids: sinusoids, &layout),
      configuration.encoderShape, &layout)
    decoder = Decoder(
      embedding: TokenEmbedding(
        "decoder", table: targetTable, configuration.embeddingShape, sinusoids: sinusoids, &layout),
      configuration.decoderShape, configuration.autoregression,
      outputScale: configuration.scalesOutput ? 1 / Float(width).squareRoot() : nil, &layout)
    output = Linear(
      weight: [.none, .embeddings].contains(configuration.tiedEmbeddings)
        ? table("output.weight", rows: vocabulary)
        : targetTable,
      bias: configuration.hasOutputBias
        ? layout.vector("output.bias", count: vocabulary, .zeros) : nil)
    for table in [sourceTable, targetTable, output.weight] {
      layout.addProduct(table)
      layout.addTable(table)
    }
    if let bias = output.bias { layout.addTable(bias) }
    self.configuration = configuration
    self.layout = layout
  }

  /// The loss of sentence pairs under teacher forcing, recorded if the tape records.
  ///
  /// - Parameters:
  ///   - source: The source tokens of each pair, end mark included.
  ///   - target: The decoder's input for each pair: the begin mark and the target tokens.
  ///   - labels: What follows each input token: the target tokens and the end mark.
  ///   - alignment: For each label the row of the source token that it translates, -1 for none; `nil` to
  ///     leave attention free.
  ///   - objective: What the loss is.
  ///   - scale: Factor on the gradient, usually 1 / label tokens of the whole batch.
  package func loss(
    source: RaggedTokens, target: RaggedTokens, labels: [Int32], alignment: [Int32]? = nil,
    objective: Objective, scale: Float, on tape: Tape
  ) -> Loss {
    let memory = encoder(source, on: tape)
    let guide = alignment.map {
      AttentionGuide(keys: $0, scale: scale * objective.alignmentWeight)
    }
    let state = decoder.teacherForcing(
      memory, offsets: source.offsets, guide: guide, on: tape)
    let hidden = decoder(target, state: state, on: tape)
    var loss = tape.crossEntropy(
      hidden, output, targets: labels, objective: objective, scale: scale)
    loss.smoothed += Double(objective.alignmentWeight) * (guide?.loss ?? 0)
    return loss
  }
}
