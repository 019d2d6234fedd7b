import Dragoman
import Testing

@Suite struct BytePairEncoderTests {
  /// A tokenizer of Hugging Face's kind without normaliser and splitter.
  private func tokenizer(_ pieces: [String], _ merges: [[String]]) throws -> Tokenizer {
    let vocabulary = pieces.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
    let pairs = merges.map { "[\"\($0[0])\", \"\($0[1])\"]" }.joined(separator: ", ")
    return try Tokenizer(
      json: """
        {"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": null,
         "post_processor": null, "decoder": null,
         "model": {"type": "BPE", "vocab": {\(vocabulary)}, "merges": [\(pairs)]}}
        """)
  }

  @Test func aMergeMayComeBeforeThoseOfItsParts() throws {
    let tokenizer = try tokenizer(["a", "b", "c", "ab", "abc"], [["ab", "c"], ["a", "b"]])
    #expect(tokenizer.pieces(of: tokenizer.encode("abcab")) == ["abc", "ab"])
  }

  @Test func longWordsAreMergedAsShortOnesAre() throws {
    let tokenizer = try tokenizer(
      ["a", "b", "c", "ab", "aba", "cc"], [["a", "b"], ["ab", "a"], ["c", "c"]])
    let short = tokenizer.encode("abaab")
    let long = tokenizer.encode(String(repeating: "abaabccc", count: 40))
    #expect(tokenizer.pieces(of: short) == ["aba", "ab"])
    #expect(
      tokenizer.pieces(of: long)
        == Array(repeating: ["aba", "ab", "cc", "c"], count: 40).flatMap { $0 })
  }
}
