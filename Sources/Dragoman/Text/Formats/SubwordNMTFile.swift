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

  /// Two pieces that become one, as bytes: to Swift, whose characters are what readers see, a letter that joins
  /// with what follows it would be one with the `<` of `</w>`.
  private struct Rule {
    var line: Int
    var left: [UInt8]
    var right: [UInt8]
  }

  /// - Throws: ``InputError`` naming the line at fault.
  func tokenizer() throws -> Tokenizer {
    let rules = try rules()
    var vocabulary = Vocabulary(spelling: .wordEnd)
    vocabulary.append("<s>", .control)
    vocabulary.append("</s>", .control)
    vocabulary.append("<unk>", .unknown)
    for character in characters(rules) {
      vocabulary.append(character, .text)
      vocabulary.append(character + Vocabulary.wordEnd, .text)
    }
    var known = PairTable(minimumCapacity: rules.count)
    var merges: [Merge] = []
    for rule in rules {
      guard let leftID = vocabulary.id(of: rule.left.span),
        let rightID = vocabulary.id(of: rule.right.span)
      else {
        throw fault(
          rule.line,
          "merges \(quoted(rule.left)) and \(quoted(rule.right)), but no line before makes both")
      }
      // As in subword-nmt, the first of two equal lines counts.
      guard known.value(leftID, rightID) == nil else { continue }
      known.set(leftID, rightID, to: 0)
      let result = vocabulary.insert((rule.left + rule.right).span)
      merges.append(Merge(left: leftID, right: rightID, result: result))
    }
    var options = BytePairEncoder.Options()
    options.wordEnd = Array(Vocabulary.wordEnd.utf8)
    return Tokenizer(
      normalizer: Normalizer(steps: []),
      preTokenizer: PreTokenizer(
        steps: [.split(TextPattern(string: " "), .removed, inverts: false)]),
      model: .bytePair(
        BytePairEncoder(vocabulary: vocabulary, merges: merges, options: options)),
      decoder: PieceDecoder(steps: [.continuation("@@")]), frame: .own)
  }

  /// The merges in their order. As in subword-nmt, spaces and carriage returns at the ends of a line do not count,
  /// nor do empty lines at the end of the file.
  private func rules() throws -> [Rule] {
    var rules: [Rule] = []
    let end = (bytes.lastIndex { $0 != 0x0A && $0 != 0x0D } ?? -1) + 1
    let lines = bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let number = index + 1
      let line = trimmed(line)
      guard String(validating: line, as: UTF8.self) != nil else {
        throw fault(number, "is not UTF-8")
      }
      if index == 0 {
        guard line.elementsEqual("\(Self.header)0.2".utf8) else {
          throw InputError(
            "\(place):1", "is \(quoted(line)), expected \"\(Self.header)0.2\".",
            remedy: "Learn the codes with subword-nmt 0.3.")
        }
        continue
      }
      let pieces = line.split(separator: 0x20, omittingEmptySubsequences: false)
      guard pieces.count == 2, !pieces[0].isEmpty, !pieces[1].isEmpty else {
        throw fault(number, "is not two pieces with a space between them: \(quoted(line))")
      }
      let length = pieces[0].count + pieces[1].count
      guard length <= Vocabulary.longestPiece else {
        throw fault(
          number, "makes a piece of \(length) bytes, expected at most \(Vocabulary.longestPiece)")
      }
      rules.append(Rule(line: number, left: Array(pieces[0]), right: Array(pieces[1])))
    }
    return rules
  }

  private func trimmed(
    _ line: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D }
    let start = line.firstIndex { !isSpace($0) } ?? line.endIndex
    let last = line.lastIndex { !isSpace($0) }
    return line[start..<(last.map { $0 + 1 } ?? start)]
  }

  /// The characters of all pieces, in the order of their code points.
  private func characters(_ rules: [Rule]) -> [String] {
    var characters: Set<Unicode.Scalar> = []
    for rule in rules {
      for piece in [rule.left, rule.right] {
        let text = piece[..<(Vocabulary.endOfWordText(piece[...]) ?? piece.endIndex)]
        characters.formUnion(String(decoding: text, as: UTF8.self).unicodeScalars)
      }
    }
    return characters.sorted().map { String($0) }
  }

  private func fault(_ line: Int, _ problem: String) -> InputError {
    InputError(
      "\(place):\(line)", "\(problem).", remedy: "Copy the codes again, or learn them anew.")
  }

  private func quoted(_ bytes: some Collection<UInt8>) -> String {
    "\"\(String(decoding: bytes, as: UTF8.self))\""
  }
}
