extension Tokenizer {
  /// The tokenizer as a `tokenizer.json`, which the Hugging Face library reads as well: that of one
  /// which Dragoman trained, or read from a `vocab.txt`.
  package var json: JSON {
    let controls = (0..<Int32(count)).filter { model.vocabulary.kind(of: $0) == .control }
    return [
      "version": "1.0",
      "truncation": nil,
      "padding": nil,
      "added_tokens": .array(controls.map(addedToken)),
      "normalizer": normalizer.json,
      "pre_tokenizer": .object(preTokenizerMembers),
      "post_processor": nil,
      "decoder": decoderJSON,
      "model": modelJSON,
    ]
  }

  private var modelJSON: JSON {
    let ids = 0..<Int32(count)
    let vocab = JSON.object(ids.map { JSON.Member(piece($0), .number(Double($0))) })
    switch model {
    case .wordPiece(let encoder):
      return [
        "type": "WordPiece",
        "unk_token": .string(piece(model.vocabulary.unknownID ?? 0)),
        "continuing_subword_prefix": .string(
          String(decoding: encoder.options.continuation, as: UTF8.self)),
        "max_input_chars_per_word": .number(Double(encoder.options.longestWord)),
        "vocab": vocab,
      ]
    case .bytePair(let encoder):
      let merges = encoder.merges.map {
        JSON.array([.string(piece($0.left)), .string(piece($0.right))])
      }
      return [
        "type": "BPE",
        "dropout": nil,
        "unk_token": nil,
        "continuing_subword_prefix": nil,
        "end_of_word_suffix": nil,
        "fuse_unk": false,
        "byte_fallback": true,
        "ignore_merges": false,
        "vocab": vocab,
        "merges": .array(merges),
      ]
    // Those of unigrams are kept as the files that they were read from.
    case .unigram: return nil
    }
  }

  private var decoderJSON: JSON {
    if case .wordPiece(let prefix, let closesUp)? = pipeline.decoder.steps.first {
      return ["type": "WordPiece", "prefix": .string(prefix), "cleanup": .bool(closesUp)]
    }
    return ["type": "Sequence", "decoders": [["type": "ByteFallback"], Self.metaspace]]
  }

  private var preTokenizerMembers: [JSON.Member] {
    if preTokenizer.steps == PreTokenizer.bert.steps {
      return [JSON.Member("type", "BertPreTokenizer")]
    }
    let punctuation: JSON = ["type": "Punctuation", "behavior": "Isolated"]
    let digits: JSON = ["type": "Digits", "individual_digits": true]
    let steps = [Self.metaspace, punctuation] + (preTokenizer.splitsDigits ? [digits] : [])
    return [JSON.Member("type", "Sequence"), JSON.Member("pretokenizers", .array(steps))]
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
