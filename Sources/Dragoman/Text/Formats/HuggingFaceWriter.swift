extension Tokenizer {
  /// The tokenizer as a `tokenizer.json`, which the Hugging Face library reads as well: that of one
  /// which Dragoman trained.
  package var json: JSON {
    let ids = 0..<Int32(count)
    let controls = ids.filter { model.vocabulary.kind(of: $0) == .control }
    var merges: [JSON] = []
    if case .bytePair(let encoder) = model {
      merges = encoder.merges.map { .array([.string(piece($0.left)), .string(piece($0.right))]) }
    }
    return [
      "version": "1.0",
      "truncation": nil,
      "padding": nil,
      "added_tokens": .array(controls.map(addedToken)),
      "normalizer": normalizer.json,
      "pre_tokenizer": [
        "type": "Sequence",
        "pretokenizers": .array(preTokenizers),
      ],
      "post_processor": nil,
      "decoder": ["type": "Sequence", "decoders": [["type": "ByteFallback"], Self.metaspace]],
      "model": [
        "type": "BPE",
        "dropout": nil,
        "unk_token": nil,
        "continuing_subword_prefix": nil,
        "end_of_word_suffix": nil,
        "fuse_unk": false,
        "byte_fallback": true,
        "ignore_merges": false,
        "vocab": .object(ids.map { JSON.Member(piece($0), .number(Double($0))) }),
        "merges": .array(merges),
      ],
    ]
  }

  private var preTokenizers: [JSON] {
    let punctuation: JSON = ["type": "Punctuation", "behavior": "Isolated"]
    let digits: JSON = ["type": "Digits", "individual_digits": true]
    return [Self.metaspace, punctuation] + (preTokenizer.splitsDigits ? [digits] : [])
  }

  private static let metaspace: JSON = [
    "type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true,
  ]

  private func addedToken(_ id: Int32) -> JSON {
    [
      "id": .number(Double(id)), "content": .string(piece(id)), "single_word": false,
      "lstrip": false, "rstrip": false, "normalized": false, "special": true,
    ]
  }
}
