/// A learning rate that grows linearly over the warm-up and then falls with the square root of the
/// update's number (Vaswani et al. 2017, section 5.3).
package struct LearningRateSchedule: Sendable {
  /// The highest rate.
  let peak: Float
  /// The update that has it.
  let warmup: Int

  package init(peak: Float, warmup: Int) {
    self.peak = peak
    self.warmup = warmup
  }

  /// The rate of an update, the first of which is 1.
  package func rate(update: Int) -> Float {
    let update = Float(update)
    let warmup = Float(max(1, warmup))
    return peak * min(update / warmup, (warmup / update).squareRoot())
  }
}
