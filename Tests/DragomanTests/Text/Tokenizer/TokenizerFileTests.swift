import FoundationEssentials
import Testing

import Dragoman

@Suite struct TokenizerFileTests {
  private let folder: TemporaryFolder
  private let tokenizer: Tokenizer
  /// The file of a tokenizer whose text pieces are ▁ a b ▁a ▁ab, numbered from 258.
  private let text: String

  init() throws {
    folder = try TemporaryFolder()
    var trainer = BytePairTrainer()
    trainer.add(["ab ab"])
    tokenizer = try trainer.train()
    try tokenizer.save(to: folder.file("saved.json"))
    text = try readLines(folder.file("saved.json")).joined(separator: "\n") + "\n"
  }

  @Test func whatIsSavedLoads() throws {
    let loaded = try Tokenizer(contentsOf: folder.file("saved.json"))
    #expect(loaded.count == tokenizer.count)
    #expect(loaded.normalizer == tokenizer.normalizer)
    #expect(loaded.encode("ab abba <s>") == tokenizer.encode("ab abba <s>"))
    #expect(loaded.json.text == text)
    // The file is kept as it is, even where it would be written otherwise.
    try Tokenizer(json: " " + text).save(to: folder.file("again.json"))
    #expect(try readLines(folder.file("again.json"))[0] == " {")
  }

  @Test func piecesKeepTheirBytes() throws {
    // é and e + U+0301 are equal as Swift strings, but not as pieces.
    var pieces = text.replacing(#""▁ab": 262"#, with: #""▁ab": 262, "é": 263, "e\u0301": 264"#)
    let loaded = try Tokenizer(json: pieces)
    #expect(loaded.count == 265)
    #expect(loaded.piece(264).unicodeScalars.count == 2)
    pieces = pieces.replacing(#""é": 263"#, with: #""e\u0301": 263"#)
    #expect(message(pieces) == "tokenizer.json: model.vocab: \"e\u{301}\" is there twice.")
  }

  @Test func anUnwritablePlaceIsNamed() {
    let error = #expect(throws: InputError.self) { try tokenizer.save(to: "/nowhere/at/all.json") }
    #expect(error?.place == "/nowhere/at/all.json")
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: InputError.self) { try Tokenizer(contentsOf: "/nowhere.json") }
    #expect(
      error?.description == """
        /nowhere.json: cannot be read: No such file or directory.
          Check the path.
        """)
  }

  @Test func aFileCutShortIsNamed() {
    for length in stride(from: 0, to: text.utf8.count - 2, by: 97) {
      let part = String(decoding: text.utf8.prefix(length), as: UTF8.self)
      #expect(message(part)?.hasPrefix("tokenizer.json") == true)
    }
    #expect(
      message("{\n\"version\": \"1.0\",") == """
        tokenizer.json: is cut short: expected a name in quotes, but it ends in line 2.
          Copy or create the file again.
        """)
  }

  @Test(arguments: [
    (
      "\"version\": \"1.0\"", "\"version\": \"2.0\"",
      "is JSON, but not a tokenizer.json of version 1.0.\n  Use the tokenizer.json of a model."
    ),
    (
      "\"NFKC\"", "\"NFX\"",
      "normalizer.normalizers[1].type is \"NFX\", which Dragoman does not support."
    ),
    (
      "\"BPE\"", "\"WordLevel\"",
      "model.type is \"WordLevel\", which Dragoman does not support."
    ),
    (
      "\"byte_fallback\": true", "\"byte_fallback\": 1",
      "model.byte_fallback is 1, expected true or false."
    ),
    (
      "\"Punctuation\"", "\"UnicodeScripts\"",
      "pre_tokenizer.pretokenizers[1].type is \"UnicodeScripts\", which Dragoman does not support."
    ),
    (
      #""Regex": "\\s+""#, #""Regex": "\\s+(""#,
      #"normalizer.normalizers[3].pattern.Regex is "\s+(", expected a regular expression that ICU reads."#
    ),
    (
      "\"ByteFallback\"", "\"CTC\"",
      "decoder.decoders[0].type is \"CTC\", which Dragoman does not support."
    ),
    (
      "\"content\": \"</s>\"", "\"content\": \"<0x00>\"",
      "added_tokens: the id of \"<0x00>\" is 1, but model.vocab has another."
    ),
    ("\"a\": 259", "\"a\": 260", "model.vocab: \"a\" and \"b\" both have the id 260."),
    (
      "\"a\": 259", "\"a\": 263",
      "model.vocab: no piece has the id 259, but others have greater ones.\n"
        + "  Number the pieces and added tokens from 0 without a gap."
    ),
    (
      "\"a\": 259", "\"a\": -1",
      "model.vocab: the id of \"a\" is -1, expected a whole number from 0 to 262."
    ),
    (
      "\"a\": 259", "\"a\": null",
      "model.vocab: the id of \"a\" is missing, expected a whole number from 0 to 262."
    ),
    ("[\"▁\", \"a\"]", "[\"▁\", \"x\"]", "model.merges[0]: the piece \"x\" is not in model.vocab."),
    (
      "[\"▁\", \"a\"]", "[\"a\", \"b\"]", "model.merges[0]: the piece \"ab\" is not in model.vocab."
    ),
    (
      "[\"▁\", \"a\"]", "[\"▁a\", \"b\"]",
      "model.merges[1]: \"▁a\" and \"b\" are merged earlier already."
    ),
    ("[\"▁\", \"a\"]", "\"▁a\"", "model.merges[0] is \"▁a\", expected a pair of pieces."),
  ])
  func aFaultyFieldIsNamed(original: String, replacement: String, expected: String) {
    let faulty = text.replacing(original, with: replacement, maxReplacements: 1)
    #expect(faulty != text)
    #expect(message(faulty) == "tokenizer.json: \(expected)")
  }

  @Test func otherFilesAreNoTokenizers() {
    #expect(
      message("hello") == """
        tokenizer.json: is not a tokenizer.
          Give a tokenizer.json, a SentencePiece model, or codes of subword-nmt.
        """)
    #expect(
      message("[]") == """
        tokenizer.json: is JSON, but not a tokenizer.json of version 1.0.
          Use the tokenizer.json of a model.
        """)
  }

  @Test func whatStandsBeforeATokenizerIsNamed() throws {
    let codes = "#version: 0.2\na b</w>\n"
    for file in [text, codes] {
      #expect(
        message("\u{FEFF}" + file) == """
          tokenizer.json: begins with a byte-order mark (U+FEFF), which no tokenizer does.
            Remove it: sed -i '1s/^\\xEF\\xBB\\xBF//' tokenizer.json
          """)
      let path = try folder.write(Data(gzip(Array(file.utf8))), to: "packed")
      #expect(
        throws: InputError(
          path, "is compressed with gzip.", remedy: "Decompress it first: gunzip \(path)")
      ) {
        try Tokenizer(contentsOf: path)
      }
      for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
        let bytes = try #require("\u{FEFF}\(file)".data(using: encoding))
        let path = try folder.write(bytes, to: "wide")
        let error = #expect(throws: InputError.self) { try Tokenizer(contentsOf: path) }
        #expect(error?.problem == "is UTF-16, expected UTF-8.")
      }
    }
  }

  @Test func whatIsTooLongIsNoPiece() {
    let long = String(repeating: "a", count: 131_072)
    #expect(
      message(text.replacing(#""▁ab": 262"#, with: "\"▁ab\": 262, \"\(long)\": 263")) == """
        tokenizer.json: model.vocab: the piece 263 has 131072 bytes, expected at most 4096.
          Learn the vocabulary again.
        """)
    #expect(
      message("#version: 0.2\na b\na\(long) b</w>\n") == """
        tokenizer.json:3: makes a piece of 131078 bytes, expected at most 4096.
          Copy the codes again, or learn them anew.
        """)
  }

  @Test func aFaultyLineOfCodesIsNamed() {
    #expect(
      message("#version: 0.2\na b</w>\nab c\n") == """
        tokenizer.json:3: merges "ab" and "c", but no line before makes both.
          Copy the codes again, or learn them anew.
        """)
    #expect(
      message("#version: 0.2\n\na b\n") == """
        tokenizer.json:2: is not two pieces with a space between them: "".
          Copy the codes again, or learn them anew.
        """)
    #expect(
      message("#version: 0.3\na b\n") == """
        tokenizer.json:1: is "#version: 0.3", expected "#version: 0.2".
          Learn the codes with subword-nmt 0.3.
        """)
  }

  private func message(_ json: String) -> String? {
    do {
      _ = try Tokenizer(json: json)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
