/// Muon for the matrices of the layers (Jordan et al. 2024), Adam for embeddings, biases and norms.
///
/// Muon moves a matrix by its mean gradient made orthogonal: all directions as far, those too that gradients hardly
/// show. A step is scaled by the longer side, so that learning rates are Adam's (Liu et al. 2025).
package struct Muon: Optimizer {
  /// How much of the mean gradient is kept at each update.
  private static let momentum: Float = 0.95
  /// The root of the mean square of a step is that of Adam's (Liu et al. 2025, section 2.2).
  private static let stepLength: Float = 0.2

  private let matrices: [Parameter]
  /// [matrices] The group of each.
  private let groups: [ParameterGroup]
  private let means: ParameterBuffer
  private let layout: ParameterLayout
  private let others: Adam
  private let options: TrainingOptions

  package let name = "Muon and Adam"

  /// An optimiser before its first update.
  package init(_ layout: ParameterLayout, own: [Range<Int>], options: TrainingOptions) {
    let all = layout.layerMatrices
    // The largest come first, so that no thread is left with one at the end.
    matrices = all.filter { matrix in own.contains { $0.contains(matrix.offset) } }
      .sorted { ($0.count, $1.offset) > ($1.count, $0.offset) }
    groups = matrices.map { matrix in
      layout.entries.first { $0.parameter == matrix }.map { ParameterGroup($0.name) } ?? .others
    }
    means = ParameterBuffer(count: layout.count, using: own)
    others = Adam(
      layout.without(all), own: own, firstMoment: means,
      secondMoment: ParameterBuffer(sparse: layout.count), options: options)
    self.layout = layout
    self.options = options
  }

  package var memory: [NamedBuffer] {
    // Adam's means lie among Muon's.
    [NamedBuffer(prefix: "firstMoment/", buffer: means, layout: layout)]
      + others.memory.filter { $0.buffer !== means }
  }

  package func update(
    _ parameters: ParameterBuffer, by step: OptimizerStep, on workers: GradientWorkers
  ) {
    let gradients = workers.gradients
    workers.forEach(matrices.count + others.parts.count) { number, arena in
      guard number < matrices.count else {
        let part = others.parts[number - matrices.count]
        return others.update(part, of: parameters, gradients: gradients, by: step)
      }
      parameters.updateByMuon(
        matrices[number], gradients: gradients, scale: step.scale, momentum: means,
        beta: Self.momentum,
        rate: Self.stepLength * step.rate
          * options.rateFactor(of: groups[number], update: step.number),
        precision: options.precision, in: arena)
    }
  }
}
