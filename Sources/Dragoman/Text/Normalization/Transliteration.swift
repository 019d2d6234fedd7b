import CICU

/// Rules of ICU that rewrite text in another script, such as `Any-Latin` or `Serbian-Latin/BGN`.
public final class Transliteration: Sendable, Equatable {
  /// ICU's identifier of the rules.
  public let identifier: String
  private nonisolated(unsafe) let handle: OpaquePointer

  /// `nil` when ICU has no such rules.
  public init?(_ identifier: String) {
    guard let handle = cicu_transliterator_create(identifier) else { return nil }
    self.identifier = identifier
    self.handle = handle
  }

  deinit { cicu_transliterator_free(handle) }

  /// Whether both apply the same rules.
  public static func == (first: Transliteration, second: Transliteration) -> Bool {
    first.identifier == second.identifier
  }

  /// Rewrites the text. ICU does not say what became what, so the words are taken to correspond one
  /// by one where their number stays, and the whole text otherwise.
  func apply(to text: inout AlignedText) {
    let result = withICUText(text.bytes.span) { source, length, result, capacity in
      cicu_transliterate(handle, source, length, result, capacity)
    }
    guard let result, result != text.bytes else { return }
    let old = Self.words(text.bytes)
    let new = Self.words(result)
    text.edit { editor in
      guard editor.text.isTracked, old.count == new.count else {
        return editor.replace(0..<editor.text.bytes.count, with: result)
      }
      for (range, word) in zip(old, new) where editor.text.bytes[range] != result[word] {
        editor.replace(range, with: result[word])
      }
    }
  }

  private static func words(_ text: [UInt8]) -> [Range<Int>] {
    text.split(separator: 0x20, omittingEmptySubsequences: false).map {
      $0.startIndex..<$0.endIndex
    }
  }
}
