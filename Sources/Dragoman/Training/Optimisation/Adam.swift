/// The Adam optimiser (Kingma & Ba 2015).
package struct Adam: Optimizer {
  /// Decaying mean of the gradients.
  private let firstMoment: ParameterBuffer
  /// Decaying mean of their squares.
  private let secondMoment: ParameterBuffer
  private let layout: ParameterLayout
  /// The elements that it changes, as parts that threads take.
  let parts: [Part]
  private let options: TrainingOptions

  /// Some elements of one group.
  struct Part: Sendable {
    let elements: Range<Int>
    let group: ParameterGroup
  }

  package let name = "Adam"

  /// An optimiser of all parameters, before its first update.
  package init(_ layout: ParameterLayout, own: [Range<Int>], options: TrainingOptions) {
    self.init(
      layout, own: own, firstMoment: ParameterBuffer(count: layout.count, using: own),
      secondMoment: ParameterBuffer(count: layout.count, using: own), options: options)
  }

  /// An optimiser of the parameters of a layout, which may be some of those of the buffers.
  init(
    _ layout: ParameterLayout, own: [Range<Int>], firstMoment: ParameterBuffer,
    secondMoment: ParameterBuffer, options: TrainingOptions
  ) {
    self.layout = layout
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
    self.options = options
    var runs: [Part] = []
    for entry in layout.entries {
      let (start, group) = (entry.parameter.offset, ParameterGroup(entry.name))
      let end = start + entry.parameter.count
      if let last = runs.last, last.elements.upperBound == start, last.group == group {
        runs[runs.count - 1] = Part(elements: last.elements.lowerBound..<end, group: group)
      } else {
        runs.append(Part(elements: start..<end, group: group))
      }
    }
    parts = runs.flatMap { run in
      own.map { $0.clamped(to: run.elements) }.filter { !$0.isEmpty }
        .flatMap(ParameterBuffer.parts).map { Part(elements: $0, group: run.group) }
    }
  }

  package var memory: [NamedBuffer] {
    [
      NamedBuffer(prefix: "firstMoment/", buffer: firstMoment, layout: layout),
      NamedBuffer(prefix: "secondMoment/", buffer: secondMoment, layout: layout),
    ]
  }

  package func update(
    _ parameters: ParameterBuffer, by step: OptimizerStep, on workers: GradientWorkers
  ) {
    workers.forEach(parts.count) { part, _ in
      update(parts[part], of: parameters, gradients: workers.gradients, by: step)
    }
  }

  /// Updates one of the parts, on the calling thread.
  func update(
    _ part: Part, of parameters: ParameterBuffer, gradients: ParameterBuffer,
    by step: OptimizerStep
  ) {
    parameters.updateByAdam(
      part.elements, gradients: gradients, scale: step.scale,
      moments: (firstMoment, secondMoment),
      rate: step.rate * options.rateFactor(of: part.group, update: step.number),
      beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon,
      update: step.number)
  }
}
