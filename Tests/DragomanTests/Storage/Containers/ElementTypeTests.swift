import Testing

import Dragoman

/// Elements become float32 exactly.
@Suite struct ElementTypeTests {
  private func floats(_ elements: [UInt16], _ type: ElementType) -> [Float] {
    var floats = [Float](repeating: 0, count: elements.count)
    elements.withUnsafeBytes { type.convert($0, to: &floats) }
    return floats
  }

  @Test func everyFloat16() {
    for (half, float) in floats(Array(0...UInt16.max), .float16).enumerated() {
      let expected = Float(Float16(bitPattern: UInt16(half)))
      if expected.isNaN {
        #expect(float.isNaN)
      } else if expected.bitPattern != float.bitPattern {
        Issue.record("\(half) is \(float), expected \(expected)")
      }
    }
  }

  @Test func everyBFloat16() {
    for (half, float) in floats(Array(0...UInt16.max), .bfloat16).enumerated()
    where float.bitPattern != UInt32(half) << 16 {
      Issue.record("\(half) is \(float)")
    }
  }

  @Test func bytesNeedNotBeAligned() {
    let bytes: [UInt8] = [0xFF, 0x00, 0x3C, 0x00, 0xC0, 0x01]
    var floats: [Float] = [0, 0]
    bytes.withUnsafeBytes { bytes in
      ElementType.float16.convert(UnsafeRawBufferPointer(rebasing: bytes[1..<5]), to: &floats)
    }
    #expect(floats == [1, -2])
  }

  @Test func integersAreWhatTheyAre() {
    var floats: [Float] = [0, 0, 0]
    [UInt8](arrayLiteral: 0x80, 0xFF, 0x7F).withUnsafeBytes {
      ElementType.int8.convert($0, to: &floats)
    }
    #expect(floats == [-128, -1, 127])
    [Int16](arrayLiteral: -32_768, 0, 32_767).withUnsafeBytes {
      ElementType.int16.convert($0, to: &floats)
    }
    #expect(floats == [-32_768, 0, 32_767])
  }
}
