internal import CKernels

/// Runs the operations of a model and, when it records, their gradients backwards.
///
/// The operations are coarse: a whole attention or a linear layer with its activation is one. Each
/// has a file of its own in this folder, forward above backward, as an extension of the tape.
/// Training and translation call the same ones; a tape that does not record keeps nothing for the
/// way back, has no dropout, and uses packed weights where there are some.
///
/// A tape serves one step of one worker: its values live in the arena until that is reset.
package final class Tape {
  package let weights: Weights
  package let arena: Arena
  /// Where gradients of parameters are added up; `nil` when nothing is recorded.
  let gradients: ParameterGradients?
  /// What the factors of products are rounded to.
  let precision: ProductPrecision
  private let rates: DropoutRates
  private var randomness: RandomStream
  private let profile: OperationProfile?
  private var backwardSteps: [BackwardStep] = []
  /// Memory of gradients that were passed on, by their size.
  private var recycled: [Int: [UnsafeMutablePointer<Float>]] = [:]

  private struct BackwardStep {
    let operation: String
    /// What the operation made; `nil` for a loss.
    let output: Variable?
    let run: () -> Void
  }

  /// A tape that computes values only.
  package init(weights: Weights, arena: Arena) {
    self.weights = weights
    self.arena = arena
    gradients = nil
    precision = .float32
    profile = nil
    rates = DropoutRates()
    randomness = RandomStream(seed: 0)
  }

  /// A tape that records.
  ///
  /// - Parameters:
  ///   - gradients: Receives the gradients of the parameters, added to what it holds.
  ///   - precision: What the factors of products are rounded to.
  ///   - dropout: The rates of dropout.
  ///   - randomness: Decides what is dropped; the same stream drops the same elements.
  ///   - profile: Receives a lap for each operation.
  package init(
    weights: Weights, arena: Arena, gradients: ParameterGradients,
    precision: ProductPrecision = .float32, dropout: DropoutRates, randomness: RandomStream,
    profile: OperationProfile? = nil
  ) {
    self.weights = weights
    self.arena = arena
    self.gradients = gradients
    self.precision = precision
    rates = dropout
    self.randomness = randomness
    self.profile = profile
  }

  /// Adds the gradients of all that was recorded, last operation first, and forgets it.
  package func backward() {
    while let step = backwardSteps.popLast() {
      step.run()
      // All that used the output have run, so its gradient's memory is free, and in the caches.
      if let gradient = step.output?.takeGradient() {
        recycled[gradient.count, default: []].append(gradient.base)
      }
      profile?.lap(step.operation, \.backward)
    }
  }

  /// Runs some operations and, when nothing is recorded, takes back the memory of all but their result.
  /// What is computed next then finds its memory in the caches.
  func keepingResult(_ operations: () -> Variable) -> Variable {
    guard !isRecording else { return operations() }
    let mark = arena.mark
    let result = operations().value
    arena.release(to: mark)
    let kept = arena.tensor(rows: result.rows, columns: result.columns)
    kept.copy(result)
    return Variable(kept)
  }

  /// Keeps the way back of an operation.
  ///
  /// - Parameters:
  ///   - output: What it made; `nil` for a loss.
  ///   - step: Receives where the parameters' gradients go.
  func record(
    _ operation: String, _ output: Variable?, _ step: @escaping (ParameterGradients) -> Void
  ) {
    guard let gradients else { return }
    profile?.lap(operation)
    backwardSteps.append(BackwardStep(operation: operation, output: output) { step(gradients) })
  }

  /// Memory for a gradient like a value, with undefined contents.
  func gradient(like value: Tensor) -> Tensor {
    guard let base = recycled[value.count]?.popLast() else {
      return arena.tensor(rows: value.rows, columns: value.columns)
    }
    return Tensor(base: base, rows: value.rows, columns: value.columns)
  }

  /// What computes.
  var device: Device { arena.device }

  var isRecording: Bool { gradients != nil }

  /// Tokens of which some have been dropped, which is written as -1; none when nothing is recorded.
  func droppingWords(_ ids: [Int32]) -> [Int32] {
    guard isRecording, rates.word > 0 else { return ids }
    var stream = RandomStream(seed: randomness.next())
    return ids.map { stream.uniform() < rates.word ? -1 : $0 }
  }

  /// A new dropout mask at one of the rates; none when nothing is recorded.
  func dropoutMask(_ rate: KeyPath<DropoutRates, Float>) -> DropoutMask {
    let rate = rates[keyPath: rate]
    guard isRecording, rate > 0 else { return .none }
    let threshold = UInt32(min(Double(rate) * 0x1p32, Double(UInt32.max)))
    return DropoutMask(key: randomness.next(), threshold: threshold, scale: 1 / (1 - rate))
  }
}

/// How much is dropped in training, each in 0 ..< 1 (Srivastava et al. 2014).
package struct DropoutRates: Sendable, Equatable {
  /// Of embeddings and of what sublayers add (Vaswani et al. 2017, section 5.4).
  package var residual: Float
  /// Of attention's probabilities.
  package var attention: Float
  /// Of the inner activations of feed-forward layers.
  package var activation: Float
  /// Of whole tokens, whose embeddings become zero (Gal & Ghahramani 2016; Sennrich & Zhang 2019).
  package var word: Float

  package init(residual: Float = 0, attention: Float = 0, activation: Float = 0, word: Float = 0) {
    self.residual = residual
    self.attention = attention
    self.activation = activation
    self.word = word
  }
}
