/// The codes of subword-nmt (Sennrich et al. 2016): `#version: 0.2`, then one merge a line, where
/// `</w>` marks a word's end.
///
/// Words are what stands between spaces, so the text must be tokenised as that of the codes was.
/// Codes list no vocabulary. The identifiers here are: 0 `<s>`, 1 `</s>`, 2 `<unk>`, then the
/// characters of the codes by code point, each as it stands within a word and with `</w>`, then what
/// the merges make, in their order. Pieces go by the names that subword-nmt prints: `riv@@`, `er`.
struct SubwordNMTFile {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let place: String

  init(_ bytes: UnsafeBufferPointer<UInt8>, place: String) {
    self.bytes = bytes
    self.place = place
  }

  static let header = "#version: "
  private static let wordEnd = "</w>"

  /// - Throws: ``InputError`` naming the line at fault.
  func tokenizer() throws -> Tokenizer {
    let pairs = try pairs()
    var vocabulary = Vocabulary(spelling: .wordEnd)
    vocabulary.append("<s>", .control)
    vocabulary.append("</s>", .control)
    vocabulary.append("<unk>", .unknown)
    for character in characters(pairs) {
      vocabulary.append(character, .text)
      vocabulary.append(character + Self.wordEnd, .text)
    }
    var known = PairTable(minimumCapacity: pairs.count)
    var merges: [Merge] = []
    for (line, left, right) in pairs {
      guard let leftID = vocabulary.id(of: Array(left.utf8).span),
        let rightID = vocabulary.id(of: Array(right.utf8).span)
      else {
        throw InputError(
          "\(place):\(line)", "merges \"\(left)\" and \"\(right)\", but no line before makes both.")
      }
      // As in subword-nmt, the first of two equal lines counts.
      guard known.value(leftID, rightID) == nil else { continue }
      known.set(leftID, rightID, to: 0)
      let result = vocabulary.insert(Array((left + right).utf8).span)
      merges.append(Merge(left: leftID, right: rightID, result: result))
    }
    var options = BytePairEncoder.Options()
    options.wordEnd = Array(Self.wordEnd.utf8)
    return Tokenizer(
      normalizer: Normalizer(steps: []),
      preTokenizer: PreTokenizer(
        steps: [.split(TextPattern(string: " "), .removed, inverts: false)]),
      model: .bytePair(
        BytePairEncoder(vocabulary: vocabulary, merges: merges, options: options)),
      decoder: PieceDecoder(steps: [.continuation("@@")]), frame: .own)
  }

  private func pairs() throws -> [(line: Int, left: String, right: String)] {
    var pairs: [(line: Int, left: String, right: String)] = []
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let text = String(validating: line, as: UTF8.self) else {
        throw InputError("\(place):\(index + 1)", "is not UTF-8.")
      }
      if index == 0 {
        guard text == Self.header + "0.2" else {
          throw InputError(
            "\(place):1", "is '\(text)', expected '\(Self.header)0.2'.",
            remedy: "Learn the codes with subword-nmt 0.3.")
        }
        continue
      }
      if text.isEmpty { continue }
      let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw InputError(
          "\(place):\(index + 1)", "is not two pieces with a space between them: '\(text)'.")
      }
      pairs.append((index + 1, String(Substring(parts[0])), String(Substring(parts[1]))))
    }
    return pairs
  }

  private func characters(_ pairs: [(line: Int, left: String, right: String)]) -> [String] {
    var characters: Set<Unicode.Scalar> = []
    for (_, left, right) in pairs {
      for piece in [left, right] {
        let text = piece.hasSuffix(Self.wordEnd) ? String(piece.dropLast(4)) : piece
        characters.formUnion(text.unicodeScalars)
      }
    }
    return characters.sorted().map { String($0) }
  }
}
