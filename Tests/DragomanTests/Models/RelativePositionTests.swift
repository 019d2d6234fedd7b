import FoundationEssentials
import Testing

import Dragoman

@Suite struct RelativePositionTests {
  /// Every distance is in the bucket in which Transformers has it (`Golden/t5-models.py`).
  @Test func bucketsAreTheirLibrarys() throws {
    let path = Golden.path("models/t5-buckets.json")
    let golden = try JSON(parsing: String(contentsOfFile: path, encoding: .utf8), place: path)
    let first = try #require(golden["first"]?.integer)
    for part in try #require(golden["cases"]?.elements) {
      let shape = RelativePositionShape(
        buckets: try #require(part["buckets"]?.integer),
        maximumDistance: try #require(part["most"]?.integer))
      let isCausal = part["causal"] == true
      let expected = try #require(part["found"]?.elements).map { Int32(try #require($0.integer)) }
      let found = expected.indices.map { shape.bucket(of: first + $0, isCausal: isCausal) }
      #expect(found == expected)
    }
  }
}
