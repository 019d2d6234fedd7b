import CKernels
import Testing

@Test func someLevelIsAvailable() {
  #expect(best_kernel_level().rawValue >= 0)
}
