import Dragoman

/// Sentence pairs as the Transformer's loss takes them.
struct SentencePairs {
  var source = RaggedTokens()
  /// The begin mark and the target tokens.
  var target = RaggedTokens()
  /// The target tokens and the end mark.
  var labels: [Int32] = []

  init(_ pairs: some Sequence<(source: [Int32], target: [Int32])>, begin: Int32, end: Int32) {
    for pair in pairs {
      source.append(pair.source)
      target.append([begin] + pair.target)
      labels += pair.target + [end]
    }
  }
}

extension Transformer {
  /// The loss of a batch; its gradient, divided by `tokens`, is added to `gradients`.
  func loss(
    of pairs: SentencePairs, weights: ParameterBuffer, gradients: ParameterBuffer,
    smoothing: Float, tokens: Int? = nil, dropout: DropoutRates = DropoutRates(),
    arena: Arena = Arena()
  ) -> Loss {
    let tape = Tape(
      weights: Weights(layout: layout, parameters: weights), arena: arena,
      gradients: ParameterGradients(gradients), dropout: dropout, randomness: RandomStream(seed: 1))
    let loss = loss(
      source: pairs.source, target: pairs.target, labels: pairs.labels,
      objective: Objective(smoothing: smoothing),
      scale: 1 / Float(tokens ?? pairs.labels.count), on: tape)
    tape.backward()
    return loss
  }

  /// The logits of every target token given all before it, row after row.
  func logits(of pairs: SentencePairs, weights: Weights) -> [Float] {
    let tape = Tape(weights: weights, arena: Arena())
    let memory = encoder(pairs.source, on: tape)
    let state = decoder.teacherForcing(memory, offsets: pairs.source.offsets, on: tape)
    return tape.linear(decoder(pairs.target, state: state, on: tape), output).value.values
  }
}
