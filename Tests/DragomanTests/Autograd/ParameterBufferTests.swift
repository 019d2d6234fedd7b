import Dragoman
import Testing

struct ParameterBufferTests {
  @Test(arguments: [[0..<10, 5_000..<9_000], [20_000..<40_000], []])
  func keepsPartsWhenMemoryIsGivenBack(_ parts: [Range<Int>]) {
    for buffer in [ParameterBuffer(count: 40_000), ParameterBuffer(sparse: 40_000)] {
      buffer.floats.update(repeating: 1)
      buffer.giveBack(allBut: parts)
      let page = 4_096 / MemoryLayout<Float>.size
      for (place, value) in buffer.floats.enumerated() {
        let isNear = parts.contains { place > $0.lowerBound - page && place < $0.upperBound + page }
        let isAtEnd = place < page || place >= 40_000 - page
        if parts.contains(where: { $0.contains(place) }) {
          #expect(value == 1)
        } else if !isNear, !isAtEnd {
          #expect(value == 0)
        }
      }
    }
  }
}
