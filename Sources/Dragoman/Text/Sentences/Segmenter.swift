import CICU

/// Cuts texts into what Unicode's rules take for sentences, words or characters.
///
/// ICU's rules are loaded once and are immutable from then on, so threads share a segmenter.
final class Segmenter: Sendable {
  /// Where a line may be broken: between words, by dictionary in Thai (Unicode Standard Annex 14).
  static let lineBreaks = Segmenter(CICU_LINE)
  /// What a reader takes for one character, with its marks and joiners (Annex 29).
  static let graphemeClusters = Segmenter(CICU_CHARACTER)

  private nonisolated(unsafe) let segmenter: OpaquePointer

  /// Loads the rules of a language, a code of ICU's; of no language when the code is empty.
  init(_ kind: cicu_segment_kind, language: String = "") {
    guard let segmenter = cicu_segmenter_open(kind, language) else {
      preconditionFailure("ICU cannot load its segmentation data.")
    }
    self.segmenter = segmenter
  }

  deinit { cicu_segmenter_close(segmenter) }

  /// The offsets in bytes after each segment of a text, the last being the text's length.
  func ends(in text: UnsafeBufferPointer<UInt8>) -> [Int] {
    // ICU counts in 32 bits. What is longer stays in one piece.
    guard let length = Int32(exactly: text.count) else { return [text.count] }
    var capacity = 32
    while true {
      var needed = 0
      let ends = [Int32](unsafeUninitializedCapacity: capacity) { buffer, count in
        needed = text.withMemoryRebound(to: CChar.self) {
          Int(cicu_segment(segmenter, $0.baseAddress, length, buffer.baseAddress, Int32(capacity)))
        }
        precondition(needed >= 0, "ICU has no memory left.")
        count = min(needed, capacity)
      }
      if needed <= capacity { return ends.map { Int($0) } }
      capacity = needed
    }
  }
}
