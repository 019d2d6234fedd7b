import CICU

/// Brings different spellings of the same text into one form before it is tokenised.
///
/// Training and translation must apply the same steps; they are therefore part of the tokenizer's
/// file. A normaliser may be used from several threads at once: it holds nothing but its list of
/// steps, and ICU's NFKC instance behind it is immutable and shared.
public struct Normalizer: Sendable, Equatable {
  /// One pass over the text.
  ///
  /// No step changes printable ASCII without leading, trailing or doubled spaces.
  public enum Step: Sendable, CaseIterable {
    /// Removes C0 and C1 controls that are not white space, soft hyphens and byte-order marks.
    ///
    /// Joiners (U+200C, U+200D) stay: emoji sequences and Persian and Indic spelling need them.
    case removeControls
    /// Compatibility composition (Unicode Standard Annex 15), as the linked ICU knows it.
    case nfkc
    /// Writes `_` for `▁` (U+2581), which means a space to the tokenizer.
    case replaceMetaspace
    /// Writes one space for every run of Unicode white space, line separators included.
    case collapseWhiteSpace
    /// Removes spaces at both ends.
    case strip
  }

  /// The passes in the order in which they are made.
  public let steps: [Step]

  /// All steps in their order. Its result is a fixed point: normalised text stays as it is.
  public static let standard = Normalizer(steps: Step.allCases)

  /// A normaliser of chosen steps.
  public init(steps: [Step]) {
    self.steps = steps
  }

  /// The normalised form of one line.
  public func normalize(_ line: String) -> String {
    var result: [UInt8] = []
    normalize(line, appendingTo: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends the normalised form of one line, as UTF-8.
  func normalize(_ line: String, appendingTo result: inout [UInt8]) {
    var line = line
    line.withUTF8 { utf8 in
      guard !isCleanASCII(utf8.span) else { return result.append(contentsOf: utf8) }
      var text = Array(utf8)
      for step in steps { step.apply(to: &text) }
      result += text
    }
  }
}

/// Whether no step would change `text`.
private func isCleanASCII(_ text: Span<UInt8>) -> Bool {
  var previous: UInt8 = 0x20
  for index in text.indices {
    let byte = text[index]
    guard byte &- 0x20 < 0x5F, byte != 0x20 || previous != 0x20 else { return false }
    previous = byte
  }
  return previous != 0x20 || text.isEmpty
}

extension Normalizer.Step {
  fileprivate func apply(to text: inout [UInt8]) {
    switch self {
    case .removeControls: replace(in: &text, with: nil, matching: controlLength)
    case .nfkc: composeCompatibly(&text)
    case .replaceMetaspace: replace(in: &text, with: UInt8(ascii: "_"), matching: metaspaceLength)
    case .collapseWhiteSpace: replace(in: &text, with: 0x20, matching: whiteSpaceRunLength)
    case .strip:
      text.removeLast(text.count - (text.lastIndex { $0 != 0x20 } ?? -1) - 1)
      text.removeFirst(text.firstIndex { $0 != 0x20 } ?? 0)
    }
  }
}

/// Replaces what `length` finds. It returns the length in bytes of a match at an offset, or 0.
func replace(
  in text: inout [UInt8], with replacement: UInt8?, matching length: ([UInt8], Int) -> Int
) {
  guard let first = text.indices.first(where: { length(text, $0) > 0 }) else { return }
  var result = Array(text[..<first])
  result.reserveCapacity(text.count)
  var offset = first
  while offset < text.count {
    let matched = length(text, offset)
    if matched == 0 {
      result.append(text[offset])
    } else if let replacement {
      result.append(replacement)
    }
    offset += max(matched, 1)
  }
  text = result
}

private func composeCompatibly(_ text: inout [UInt8]) {
  var capacity = text.count + text.count / 2
  while true {
    var needed = 0
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      needed = Int(
        text.withUnsafeBytes { source in
          cicu_nfkc(source.baseAddress, Int32(source.count), buffer.baseAddress, Int32(capacity))
        })
      precondition(needed >= 0, "ICU cannot load its normalisation data.")
      count = min(needed, capacity)
    }
    guard needed > capacity else { return text = result }
    capacity = needed
  }
}

private func controlLength(_ text: [UInt8], at offset: Int) -> Int {
  switch text[offset] {
  case 0x00...0x08, 0x0E...0x1F, 0x7F: 1
  case 0xC2:
    switch text[offset + 1] {
    case 0x80...0x84, 0x86...0x9F, 0xAD: 2
    default: 0
    }
  case 0xEF: text.span.scalar(at: offset).value == 0xFEFF ? 3 : 0
  default: 0
  }
}

func metaspaceLength(_ text: [UInt8], at offset: Int) -> Int {
  text[offset] == 0xE2 && text.span.scalar(at: offset).value == 0x2581 ? 3 : 0
}

private func whiteSpaceRunLength(_ text: [UInt8], at offset: Int) -> Int {
  var end = offset
  while end < text.count {
    let length = whiteSpaceLength(text, at: end)
    if length == 0 { break }
    end += length
  }
  // A single space is what a run is replaced by, so text that has no other needs no copy.
  return end == offset + 1 && text[offset] == 0x20 ? 0 : end - offset
}

/// The property White_Space (Unicode Character Database, PropList).
private func whiteSpaceLength(_ text: [UInt8], at offset: Int) -> Int {
  switch text[offset] {
  case 0x09...0x0D, 0x20: return 1
  case 0xC2: return [0x85, 0xA0].contains(text[offset + 1]) ? 2 : 0
  case 0xE1...0xE3:
    switch text.span.scalar(at: offset).value {
    case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return 3
    default: return 0
    }
  default: return 0
  }
}
