import CKernels
import Testing

@Test func levelsUpToTheBestAreAvailable() {
  let best = best_kernel_level()
  for level in Level.allCases {
    #expect((kernels_at(kernel_level(level.rawValue)) != nil) == (level.rawValue <= best.rawValue))
  }
}
