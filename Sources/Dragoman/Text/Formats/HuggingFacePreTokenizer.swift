/// The field `pre_tokenizer` of a `tokenizer.json`.
extension PreTokenizer {
  init(_ field: JSONField) throws {
    self.init(steps: field.isNull ? [] : try Step.steps(field))
  }
}

extension PreTokenizer.Step {
  fileprivate static func steps(_ field: JSONField) throws -> [PreTokenizer.Step] {
    switch try field["type"].string() {
    case "Sequence": return try field["pretokenizers"].elements().flatMap(steps)
    case "Metaspace":
      guard field["replacement"].value == "▁" else { throw field["replacement"].unsupported() }
      let scheme = field["prepend_scheme"]
      // Old versions wrote add_prefix_space in its place.
      let addsSpace = try field["add_prefix_space"].bool(absent: true)
      var prefix = addsSpace ? PreTokenizer.Prefix.always : .never
      if !scheme.isNull {
        guard let named = PreTokenizer.Prefix(rawValue: try scheme.string()) else {
          throw scheme.unsupported()
        }
        prefix = named
      }
      return [.metaspace(prefix, splits: try field["split"].bool(absent: true))]
    case "WhitespaceSplit": return [.whiteSpace]
    case "Whitespace": return [.split(.wordsAndSymbols, .removed, inverts: true)]
    case "BertPreTokenizer": return PreTokenizer.bert.steps
    case "Punctuation": return [.punctuation(try behavior(field["behavior"], absent: .isolated))]
    case "Digits":
      let isIndividual = try field["individual_digits"].bool(absent: false)
      return [.digits(isIndividual ? .isolated : .contiguous)]
    case "Split":
      let pattern = try TextPattern(field["pattern"])
      return [
        .split(
          pattern, try behavior(field["behavior"]), inverts: try field["invert"].bool(absent: false)
        )
      ]
    case "ByteLevel":
      let prepends = try field["add_prefix_space"].bool(absent: true)
      let splits = try field["use_regex"].bool(absent: true)
      return (prepends ? [.prependSpace] : [])
        + (splits ? [.split(.wordsOfGPT2, .isolated, inverts: false)] : []) + [.byteLevel]
    default: throw field["type"].unsupported()
    }
  }

  private static func behavior(
    _ field: JSONField, absent: PreTokenizer.Behavior? = nil
  ) throws -> PreTokenizer.Behavior {
    if field.isNull, let absent { return absent }
    guard let behavior = PreTokenizer.Behavior(rawValue: try field.string()) else {
      throw field.unsupported()
    }
    return behavior
  }
}
