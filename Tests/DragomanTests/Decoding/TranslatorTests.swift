import Testing

import Dragoman

/// A model that has learned nothing writes long and strange translations; what is expected of the
/// search holds for them as well.
@Suite struct TranslatorTests {
  private let tokenizer: Tokenizer
  private let model: RandomModel
  private let translator: Translator
  private let lines = CopyTask.lines(count: 40, lengths: 1...9, seed: 2)

  init() throws {
    tokenizer = try BytePairTrainer(options: .init(vocabularySize: 300)).train()
    model = RandomModel(vocabularySize: tokenizer.count, seed: 3)
    translator = Translator(model.transformer, model.weights.packedForDecoding(), tokenizer)
  }

  private func translate(
    _ lines: [String], batchSize: Int = 32, threads: Int = 1
  ) throws -> [String] {
    var options = DecodingOptions()
    options.batchSize = batchSize
    options.threads = threads
    return try translator.translate(lines, options: options)
  }

  @Test func companyDoesNotChangeATranslation() throws {
    let expected = try translate(lines)
    #expect(Set(expected).count > 5)
    #expect(try lines.map { try translate([$0])[0] } == expected)
    for batchSize in [1, 3, 32] {
      for threads in [1, 2] {
        #expect(try translate(lines, batchSize: batchSize, threads: threads) == expected)
      }
    }
    var stream = RandomStream(seed: 4)
    let order = lines.indices.shuffled(using: &stream)
    #expect(try translate(order.map { lines[$0] }) == order.map { expected[$0] })
  }

  @Test func blankLinesStayBlank() throws {
    let translations = try translate(["", "1 2", " \t", "\u{3000}"])
    #expect(translations.map(\.isEmpty) == [true, false, true, true])
    #expect(try translate([]) == [])
  }

  /// Whatever bytes a model writes: this one likes the line feed best.
  @Test func aTranslationIsOneLine() throws {
    let bias = try #require(model.transformer.output.bias)
    let lineFeed = try #require(
      (0..<tokenizer.count).first { tokenizer.piece(Int32($0)) == "<0x0A>" })
    model.weights.packedForDecoding().values[bias][0, lineFeed] = 100
    let lineFeeds = try Translator(model.transformer, model.weights.packedForDecoding(), tokenizer)
      .translate(
        ["1"], options: DecodingOptions())
    #expect(lineFeeds == [String(repeating: " ", count: 19)])
  }

  @Test func aLineTooLongIsNamed() {
    let line = Array(repeating: "1", count: 40).joined(separator: " ")
    #expect(
      throws: InputError(
        "book.en:18", "81 tokens, but the model holds 64.",
        remedy: "Put each sentence on a line of its own.")
    ) {
      try translator.translate(
        ["1", line], options: DecodingOptions(), place: "book.en", firstLine: 17)
    }
  }
}
