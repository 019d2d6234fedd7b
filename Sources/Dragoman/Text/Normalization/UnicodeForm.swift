import CICU

/// A normalisation form of Unicode Standard Annex 15, as the linked ICU knows it.
public enum UnicodeForm: String, Sendable, CaseIterable {
  /// Canonical composition: `e` + U+0301 becomes `é`.
  case nfc = "NFC"
  /// Canonical decomposition: `é` becomes `e` + U+0301.
  case nfd = "NFD"
  /// Compatibility composition: `ﬁ` and full-width `ｆｉ` become `fi`.
  case nfkc = "NFKC"
  /// Compatibility decomposition.
  case nfkd = "NFKD"

  func apply(to text: inout AlignedText) {
    guard text.bytes.contains(where: { $0 >= 0x80 }) else { return }
    let form = self
    text.edit { editor in
      let old = editor.text
      guard old.isTracked else {
        return editor.replace(0..<old.bytes.count, with: form.normalized(old.bytes.span))
      }
      var start = 0
      while start < old.bytes.count {
        let end = form.boundary(in: old.bytes.span, after: start)
        let part = Array(old.bytes[start..<end])
        let result = form.normalized(part.span)
        if result != part { editor.replace(start..<end, with: result) }
        start = end
      }
    }
  }

  /// Whether a character is in this form, whatever stands beside it that is so too.
  func spares(_ character: UInt32) -> Bool {
    character < 0x80 || cicu_is_inert(icuForm, character)
  }

  /// Where the next stretch begins that is normalised by itself.
  private func boundary(in text: Span<UInt8>, after start: Int) -> Int {
    var end = start + text.scalar(at: start).length
    while end < text.count {
      let next = text.scalar(at: end)
      if cicu_has_boundary_before(icuForm, next.value) { break }
      end += next.length
    }
    return end
  }

  private func normalized(_ text: Span<UInt8>) -> [UInt8] {
    withICUText(text) { source, length, result, capacity in
      cicu_normalize(icuForm, source, length, result, capacity)
    } ?? text.withUnsafeBufferPointer(Array.init)
  }

  private var icuForm: cicu_form {
    switch self {
    case .nfc: CICU_NFC
    case .nfd: CICU_NFD
    case .nfkc: CICU_NFKC
    case .nfkd: CICU_NFKD
    }
  }
}

/// What a function of the shim makes of a text, called again with more room when it needs more;
/// `nil` when it fails, as it does when ICU's data cannot be loaded.
func withICUText(
  _ text: Span<UInt8>,
  _ function: (UnsafePointer<CChar>?, Int32, UnsafeMutablePointer<CChar>?, Int32) -> Int32
) -> [UInt8]? {
  guard let length = Int32(exactly: text.count) else { return nil }
  var capacity = text.count + text.count / 2 + 16
  while true {
    var needed: Int32 = -1
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      needed = text.withUnsafeBytes { source in
        function(
          source.baseAddress?.assumingMemoryBound(to: CChar.self), length,
          UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self),
          Int32(clamping: capacity))
      }
      count = min(max(0, Int(needed)), capacity)
    }
    guard needed >= 0 else { return nil }
    guard needed > capacity else { return result }
    capacity = Int(needed)
  }
}
