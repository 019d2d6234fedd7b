import Testing

import Dragoman

@Suite struct LearningRateScheduleTests {
  @Test(
    arguments: [
      (1, 0.0005), (2, 0.001), (4, 0.002), (16, 0.001), (400, 0.0002),
    ] as [(Int, Float)])
  func growsLinearlyThenFallsWithTheSquareRoot(update: Int, rate: Float) {
    let schedule = LearningRateSchedule(peak: 0.002, warmup: 4)
    #expect(abs(schedule.rate(update: update) / rate - 1) < 1e-6)
  }

  @Test func noWarmupBeginsAtThePeak() {
    #expect(LearningRateSchedule(peak: 0.5, warmup: 0).rate(update: 1) == 0.5)
  }
}
