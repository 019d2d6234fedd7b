import Testing

import Dragoman

/// Compares with the Hugging Face library *tokenizers*; see Golden/tokenizer.py.
@Suite struct TokenizerGoldenTests {
  private let tokenizer: Tokenizer
  private let cases: [JSON]

  init() throws {
    tokenizer = try Tokenizer(contentsOf: Golden.path("tokenizer.json"))
    let path = Golden.path("tokenizer-expected.json")
    let expected = try JSON(parsing: readLines(path).joined(separator: "\n"), place: path)
    cases = try #require(expected["cases"]?.elements)
  }

  @Test func identifiersAndTextAgree() throws {
    #expect(cases.count > 200)
    for example in cases {
      let values = try #require(example["ids"]?.elements)
      let decoded = try #require(example["decoded"]?.stringValue)
      let ids = values.compactMap { $0.integer.map(Int32.init) }
      #expect(Array(tokenizer.decode(ids).utf8) == Array(decoded.utf8), "\(example)")
      // Examples of identifiers alone have no line.
      guard let line = example["line"]?.stringValue else { continue }
      let normalized = try #require(example["normalized"]?.stringValue)
      #expect(tokenizer.encode(line) == ids, "\(example)")
      let found = tokenizer.normalizer.normalize(line)
      #expect(Array(found.utf8) == Array(normalized.utf8), "\(example)")
    }
  }

  @Test func trainingGivesTheCommittedFile() throws {
    var trainer = BytePairTrainer(options: .init(vocabularySize: 800))
    trainer.add(try readLines(Golden.path("tokenizer-training.txt")))
    let folder = try TemporaryFolder()
    try trainer.train().save(to: folder.file("tokenizer.json"))
    let written = try readLines(folder.file("tokenizer.json"))
    #expect(written == (try readLines(Golden.path("tokenizer.json"))))
  }
}
