import Testing

import Dragoman

/// Damaged files are refused with an error, or read as what they then say: no crash, no endless loop.
@Suite struct TokenizerFuzzTests {
  @Test(arguments: goldenTokenizers)
  func aFileCutShortIsRefusedOrRead(name: String) throws {
    let bytes = try bytes(name)
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 300)) {
      try attempt(Array(bytes[..<length]), name)
    }
    if name.hasSuffix(".json") {
      #expect(throws: InputError.self) { try read(Array(bytes[..<(bytes.count / 2)]), name) }
    }
  }

  @Test(arguments: goldenTokenizers)
  func flippedBytesAreRefusedOrRead(name: String) throws {
    let bytes = try bytes(name)
    var generator = RandomStream(seed: 11)
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let place = Int.random(in: damaged.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1:
          damaged[place] =
            [0x00, 0x7F, 0x80, 0xFF, 0x30, 0x22].randomElement(using: &generator) ?? 0
        case 2: damaged.remove(at: place)
        default: damaged.insert(contentsOf: damaged[place...].prefix(16), at: place)
        }
      }
      try attempt(damaged, name)
    }
  }

  @Test func numbersThatLieAreRefused() throws {
    let text = try String(decoding: bytes("bpe-metaspace.json"), as: UTF8.self)
    for (original, replacement) in [
      (#""<s>":0"#, #""<s>":1e300"#), (#""<s>":0"#, #""<s>":-1"#), (#""<s>":0"#, #""<s>":0.5"#),
      (#""<s>":0"#, #""<s>":99999999999999999999"#), (#""<s>":0"#, #""<s>":NaN"#),
      (#""<s>":0"#, #""<s>":4"#), (#""id":0"#, #""id":4294967296"#),
      (#""unk_token":"<unk>""#, #""unk_token":"nowhere""#),
    ] {
      let damaged = text.replacing(original, with: replacement, maxReplacements: 1)
      #expect(damaged != text, "\(original)")
      #expect(throws: InputError.self, "\(replacement)") { try Tokenizer(json: damaged) }
    }
    let cycle =
      #"{"version":"1.0","model":{"type":"BPE","vocab":{"":0,"a":1},"merges":[["","a"]]}}"#
    #expect(throws: InputError.self) { try Tokenizer(json: cycle) }
    let deep = String(repeating: #"{"type":"Sequence","normalizers":["#, count: 100_000)
    #expect(throws: InputError.self) {
      try Tokenizer(json: #"{"version":"1.0","normalizer":"# + deep)
    }
  }

  @Test func sizesThatLieAreRefused() throws {
    for bytes: [UInt8] in [
      [0x0A], [0x0A, 0xFF], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
      [0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
      [0x0A] + [UInt8](repeating: 0xFF, count: 20), [0x0A, 0x05, 0x0A, 0x7F, 0x61],
      [0x0A, 0x03, 0x0A, 0x01, 0xFF],
      [0x0A, 0x00], [0x0A, 0x08, 0x0A, 0x01, 0x61, 0x15, 0, 0, 0xC0, 0x7F], [0x0B, 0x01],
      [0x0A, 0x02, 0x18, 0x63],
      // A piece, and a table of characters whose size is a lie.
      [
        0x0A, 0x05, 0x0A, 0x01, 0x61, 0x18, 0x02, 0x1A, 0x07, 0x12, 0x05, 0xFF, 0xFF, 0xFF, 0xFF,
        0x00,
      ],
      // A piece, and a table whose replacements are not UTF-8.
      [
        0x0A, 0x05, 0x0A, 0x01, 0x61, 0x18, 0x02, 0x1A, 0x0C, 0x12, 0x0A, 4, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0,
      ],
    ] {
      #expect(throws: InputError.self, "\(bytes)") { try read(bytes, "x.model") }
    }
  }

  @Test func hostileCodesAreRefused() {
    for (codes, message) in [
      ("#version: 0.1\na b\n", "codes:1: is \"#version: 0.1\", expected \"#version: 0.2\"."),
      (
        "#version: 0.2\na b c\n", #"codes:2: is not two pieces with a space between them: "a b c"."#
      ),
      (
        "#version: 0.2\na b\nab cd\n",
        "codes:3: merges \"ab\" and \"cd\", but no line before makes both."
      ),
    ] {
      let error = #expect(throws: InputError.self) { try read(Array(codes.utf8), "codes") }
      #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
    }
  }

  /// Reads a file that may be damaged and, when it is accepted, uses it.
  private func attempt(_ bytes: [UInt8], _ name: String) throws {
    do {
      let tokenizer = try read(bytes, name)
      for line in ["Die alte Mühle <sep> QQ 河ab 👍🏽 ", "aaaa  b", ""] {
        let ids = tokenizer.encode(line)
        #expect(ids.allSatisfy { $0 >= 0 && $0 < tokenizer.count })
        _ = tokenizer.decode(ids)
        for piece in tokenizer.encodeWithOffsets(line) {
          #expect(piece.source.upperBound <= line.utf8.count)
        }
      }
    } catch let error as InputError {
      #expect(error.place.hasPrefix(name))
    }
  }

  private func read(_ bytes: [UInt8], _ name: String) throws -> Tokenizer {
    try bytes.withUnsafeBytes { try Tokenizer($0, place: name) }
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    let file = try MappedFile(path: Golden.path("formats/\(name)"))
    return withExtendedLifetime(file) { Array(file.bytes) }
  }
}
