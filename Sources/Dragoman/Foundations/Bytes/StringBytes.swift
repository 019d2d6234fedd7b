/// Strings as data.
///
/// Swift compares characters as readers see them: `é` equals `e` + U+0301, and U+06DD is one character with
/// the `<` after it. To vocabularies, and to names in files, these are different.
extension StringProtocol {
  /// Whether both have the same bytes.
  func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

  /// What stands behind a beginning; `nil` when the text does not begin with its bytes.
  func behind(_ beginning: String) -> SubSequence? {
    utf8.starts(with: beginning.utf8)
      ? self[utf8.index(startIndex, offsetBy: beginning.utf8.count)...] : nil
  }

  /// What stands before an end; `nil` when the text does not end with its bytes.
  func before(_ end: String) -> SubSequence? {
    let count = end.utf8.count
    return utf8.suffix(count).elementsEqual(end.utf8)
      ? self[..<utf8.index(endIndex, offsetBy: -count)] : nil
  }
}
