import Testing

import Dragoman

/// Compares with the libraries whose formats are read; see Golden/formats.py.
@Suite struct FormatGoldenTests {
  private let expected: JSON

  init() throws {
    let path = Golden.path("formats/expected.json")
    expected = try JSON(parsing: readLines(path).joined(separator: "\n"), place: path)
  }

  @Test(arguments: goldenTokenizers)
  func identifiersAndTextAgree(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/\(name)"))
    let cases = try cases(name)
    #expect(cases.count > 20)
    for example in cases {
      let line = try #require(example["line"]?.stringValue)
      let ids = tokenizer.encode(line)
      if let pieces = example["pieces"] {
        #expect(.array(tokenizer.pieces(of: ids).map(JSON.string)) == pieces, "\(line)")
        continue
      }
      if mentionsControls(line) { continue }
      #expect(.array(ids.map { .number(Double($0)) }) == example["ids"], "\(line.debugDescription)")
      let decoded = try #require(example["decoded"]?.stringValue)
      #expect(Array(tokenizer.decode(ids).utf8) == Array(decoded.utf8), "\(line.debugDescription)")
    }
  }

  /// What the libraries make of tokenizers that are written by hand; see Golden/formats-corners.py.
  @Test func cornersAgree() throws {
    let path = Golden.path("formats/corners.json")
    let corners = try JSON(parsing: readLines(path).joined(separator: "\n"), place: path)
    guard case .array(let files)? = corners["files"] else {
      throw InputError(path, "has no files.")
    }
    #expect(files.count > 70)
    for file in files {
      guard case .string(let name)? = file["name"], case .string(let text)? = file["text"],
        case .array(let cases)? = file["cases"]
      else { throw InputError(path, "has a file without text.") }
      if file["refused"] == .bool(true) {
        #expect(throws: InputError.self, "\(name)") { try Tokenizer(json: text) }
        continue
      }
      let tokenizer = try Tokenizer(json: text, place: name)
      for example in cases {
        guard case .string(let line)? = example["line"] else { continue }
        let ids = tokenizer.encode(line)
        let place = Comment(rawValue: "\(name): \(line.debugDescription)")
        #expect(tokenizer.encodeWithOffsets(line).map(\.id) == ids, place)
        if case .array(let pieces)? = example["pieces"] {
          // Equal as Swift strings is not enough.
          let found = tokenizer.pieces(of: ids).map { JSON.string($0).text }
          #expect(found.map { Array($0.utf8) } == pieces.map { Array($0.text.utf8) }, place)
          #expect(Array(tokenizer.decode(ids).utf8) == Array(line.utf8), place)
        } else {
          #expect(JSON.array(ids.map { .number(Double($0)) }) == example["ids"], place)
          guard case .string(let decoded)? = example["decoded"] else { continue }
          #expect(Array(tokenizer.decode(ids).utf8) == Array(decoded.utf8), place)
        }
      }
    }
  }

  /// The library names the first character of a composed one and the last space of a run, where we
  /// name all, so only lines that normalisation leaves alone are comparable. And a `▁` that stands for
  /// nothing in the line has the next character's offsets there and none here.
  @Test(arguments: ["bpe-metaspace.json", "bpe-bytes.json", "bpe-marks.json", "unigram.json"])
  func offsetsAgree(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/\(name)"))
    var compared = 0
    for example in try cases(name) {
      let line = try #require(example["line"]?.stringValue)
      guard !mentionsControls(line),
        Array(tokenizer.normalizer.normalize(line).utf8) == Array(line.utf8)
      else { continue }
      compared += 1
      let offsets = try #require(example["offsets"]?.elements)
      let pieces = tokenizer.encodeWithOffsets(line)
      let agree = zip(pieces, offsets).allSatisfy { piece, offset in
        piece.source.isEmpty
          || offset
            == .array([
              .number(Double(piece.source.lowerBound)), .number(Double(piece.source.upperBound)),
            ])
      }
      #expect(agree && pieces.count == offsets.count, "\(line.debugDescription) \(pieces)")
    }
    #expect(compared > 40)
  }

  @Test func punctuationIsThatOfMoses() throws {
    let pairs = try #require(expected["moses"]?.elements)
    let normalizer = Normalizer(steps: Normalizer.Step.mosesPunctuation)
    #expect(pairs.count > 100)
    for pair in pairs {
      let texts = try #require(pair.elements).map { try #require($0.stringValue) }
      try #require(texts.count == 2)
      let (line, normalized) = (texts[0], texts[1])
      #expect(
        Array(normalizer.normalize(line).utf8) == Array(normalized.utf8),
        "\(line.debugDescription)")
    }
  }

  /// The library can find special tokens in text, and its unigrams do so in any case. Here text never
  /// becomes a control token.
  private func mentionsControls(_ line: String) -> Bool {
    ["<s>", "</s>", "<unk>", "<pad>", "<0x"].contains { line.contains($0) }
  }

  private func cases(_ name: String) throws -> [JSON] {
    let files = try #require(expected["files"]?.elements)
    return try #require(files.first { $0["name"] == .string(name) }?["cases"]?.elements)
  }
}

/// The files of Golden/formats.
let goldenTokenizers = [
  "bpe-metaspace.json", "bpe-bytes.json", "bpe-marks.json", "unigram.json", "unigram-bytes.json",
  "sp-unigram.model", "sp-unigram-bytes.model", "sp-bpe.model", "sp-bpe-suffix.model",
  "subword-nmt.codes",
]
