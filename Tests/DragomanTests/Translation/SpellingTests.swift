import Dragoman
import Testing

/// Words of constraints in the pieces of every kind of tokenizer.
@Suite struct SpellingTests {
  @Test(arguments: goldenTokenizers)
  func aWordIsSpelledAsItIsWithinAText(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/\(name)"))
    for word in ["bridge", "old miller", "river"] {
      let constraints = LexicalConstraints(terms: [word], tokenizer)
      let spellings = constraints.spellings(ofTerm: 0)
      #expect(!spellings.isEmpty)
      for text in ["the \(word) the", word, "the \(word)", "\(word) the"] {
        let ids = tokenizer.encode(text)
        #expect(spellings.contains { ids.firstRange(of: $0) != nil }, "\(text)")
        let written = tokenizer.decode(ids)
        #expect(constraints.missing(in: written).isEmpty == !written.isEmpty, "\(written)")
      }
    }
  }

  @Test(arguments: goldenTokenizers) func aPrefixGoesOnWithAnotherWord(name: String) throws {
    let tokenizer = try Tokenizer(contentsOf: Golden.path("formats/\(name)"))
    for text in ["the bridge", "walked", "the old miller"] {
      let whole = tokenizer.encode("\(text) to the river")
      #expect(whole.starts(with: tokenizer.encodePrefix(text)), "\(text)")
    }
  }
}
