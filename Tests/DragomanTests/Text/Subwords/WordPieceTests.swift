import FoundationEssentials
import Testing

import Dragoman

/// WordPiece against the Hugging Face library; `Golden/bert.py` made the files.
@Suite struct WordPieceTests {
  struct Case: Decodable {
    struct Line: Decodable {
      let line: String
      let ids: [Int32]
      let offsets: [[Int]]
      let decoded: String
    }

    let lowercases: Bool
    let removesAccents: Bool
    let separatesIdeographs: Bool
    let lines: [Line]

    var normalizer: BERTNormalizer {
      BERTNormalizer(
        separatesIdeographs: separatesIdeographs, removesAccents: removesAccents,
        lowercases: lowercases)
    }
  }

  private static func cases() throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: Golden.folder.appending(path: "bert/tokens.json")))
  }

  @Test(arguments: 0..<4) func linesBecomeTheLibrarysTokens(number: Int) throws {
    let golden = try Self.cases()[number]
    let file = try WordPieceFile(path: Golden.path("bert/vocab.txt"))
    try check(file.tokenizer(golden.normalizer), golden)
  }

  @Test func fileOfTheLibrary() throws {
    // There [UNK] is a special token, and decodes to nothing.
    try check(
      Tokenizer(contentsOf: Golden.path("bert/wordpiece.json")), Self.cases()[3], decodes: false)
  }

  /// What is written of a vocabulary that was read from `vocab.txt` makes the same of every line.
  @Test func writtenFile() throws {
    let golden = try Self.cases()[2]
    let file = try WordPieceFile(path: Golden.path("bert/vocab.txt"))
    let written = try file.tokenizer(golden.normalizer).json.text
    let tokenizer = try Tokenizer(json: written)
    try check(tokenizer, golden)
    #expect(tokenizer.json.text == written)
    #expect(try tokenizer.targetFrame == SentenceFrame(before: [2], after: [3]))
  }

  private func check(_ tokenizer: Tokenizer, _ golden: Case, decodes: Bool = true) throws {
    for line in golden.lines {
      #expect(tokenizer.encode(line.line) == line.ids, "\(line.line)")
      let pieces = tokenizer.encodeWithOffsets(line.line)
      #expect(pieces.map(\.id) == line.ids, "\(line.line)")
      if decodes { #expect(tokenizer.decode(line.ids) == line.decoded, "\(line.line)") }
    }
  }

  @Test(arguments: [
    ("[PAD]\n[UNK]\na\na\n", ":4: the piece \"a\" is there twice."),
    ("[PAD]\na\n", ": has no piece [UNK], which stands for unknown words."),
  ])
  func faultyVocabulary(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/vocab.txt"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    let error = #expect(throws: InputError.self) {
      try WordPieceFile(path: path).tokenizer(BERTNormalizer())
    }
    #expect(error.map { "\($0.place): \($0.problem)" } == path + problem)
  }
}
