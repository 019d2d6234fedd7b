import Dragoman

/// Where interesting characters lie: ASCII, spaces and controls, marks, scripts, emoji, notation.
private let ranges: [ClosedRange<UInt32>] = [
  0x61...0x66, 0x61...0x66, 0x20...0x20, 0x00...0x7F, 0x80...0x24F, 0x300...0x36F, 0x370...0x5FF,
  0x600...0x6FF, 0x900...0x97F, 0xE00...0xE7F, 0x1100...0x11FF, 0x2000...0x206F, 0x2150...0x218F,
  0x2580...0x2583, 0x3000...0x30FF, 0x4E00...0x4E40, 0xAC00...0xAC40, 0xF900...0xFFFF,
  0x1F1E6...0x1F64F, 0x0...0xD7FF, 0xE000...0x10FFFF,
]

/// A line of up to 24 characters from all over Unicode, now and then the name of a special piece.
func randomLine(using generator: inout RandomStream) -> String {
  var line = ""
  for _ in 0..<Int.random(in: 0...24, using: &generator) {
    if Int.random(in: 0..<40, using: &generator) == 0 {
      line += ["<s>", "</s>", "<0x41>", "▁"].randomElement(using: &generator) ?? ""
    }
    let range = ranges[Int.random(in: ranges.indices, using: &generator)]
    if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
      line.unicodeScalars.append(scalar)
    }
  }
  return line
}
