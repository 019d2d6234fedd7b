/// The field `normalizer` of a `tokenizer.json`.
///
/// Two types are Dragoman's own: `LocaleLowercase` with a `language`, and `Transliterate` with the `id`
/// of ICU's rules. The library has nothing like them and refuses a file that has one.
extension Normalizer {
  init(_ field: JSONField) throws {
    self.init(steps: field.isNull ? [] : try Step.steps(field))
  }

  /// The steps as the library describes them.
  var json: JSON {
    if steps.count == 1, case .bert = steps[0] { return steps[0].json }
    return ["type": "Sequence", "normalizers": .array(steps.map(\.json))]
  }
}

extension Normalizer.Step {
  fileprivate static func steps(_ field: JSONField) throws -> [Normalizer.Step] {
    switch try field["type"].string() {
    case "Sequence": return try field["normalizers"].elements().flatMap(steps)
    case "Lowercase": return [.lowercaseCharacters]
    case "LocaleLowercase": return [.lowercase(language: try field["language"].string())]
    case "Transliterate":
      guard let rules = Transliteration(try field["id"].string()) else {
        throw field["id"].unexpected("the name of rules that ICU has")
      }
      return [.transliterate(rules)]
    case "Strip":
      return [
        .strip(
          left: try field["strip_left"].bool(absent: true),
          right: try field["strip_right"].bool(absent: true))
      ]
    case "StripAccents": return [.removeMarks]
    case "Prepend": return [.prepend(try field["prepend"].string())]
    case "Replace":
      return [.replace(try TextPattern(field["pattern"]), with: try field["content"].string())]
    case "Nmt": return nmt
    case "BertNormalizer":
      let lowercases = try field["lowercase"].bool(absent: true)
      return [
        .bert(
          BERTNormalizer(
            cleans: try field["clean_text"].bool(absent: true),
            separatesIdeographs: try field["handle_chinese_chars"].bool(absent: true),
            removesAccents: try field["strip_accents"].bool(absent: lowercases),
            lowercases: lowercases))
      ]
    case "Precompiled":
      let text = field["precompiled_charsmap"]
      if text.isNull { return [] }
      guard let bytes = decodeBase64(try text.string()), let map = CharacterMap(bytes) else {
        throw InputError(field.place, "\(text.path) is not a map of characters.")
      }
      return [.map(map)]
    case let name:
      guard let form = UnicodeForm(rawValue: name) else { throw field["type"].unsupported() }
      return [.unicode(form)]
    }
  }

  /// The controls and spaces of SentencePiece's `nmt` rules.
  private static let nmt: [Normalizer.Step] = [
    .replace(
      TextPattern(
        anyOf: CharacterSet([
          0x1...0x8, 0xB...0xB, 0xE...0x1F, 0x7F...0x7F, 0x8F...0x8F, 0x9F...0x9F,
        ])), with: ""),
    .replace(
      TextPattern(
        anyOf: CharacterSet([
          0x9...0xA, 0xC...0xD, 0x1680...0x1680, 0x200B...0x200F, 0x2028...0x2029, 0x2581...0x2581,
          0xFEFF...0xFEFF, 0xFFFD...0xFFFD,
        ])), with: " "),
  ]

  fileprivate var json: JSON {
    switch self {
    case .unicode(let form): ["type": .string(form.rawValue)]
    case .replace(let pattern, let content):
      ["type": "Replace", "pattern": pattern.json, "content": .string(content)]
    case .strip(let left, let right):
      ["type": "Strip", "strip_left": .bool(left), "strip_right": .bool(right)]
    case .lowercaseCharacters: ["type": "Lowercase"]
    case .lowercase(let language): ["type": "LocaleLowercase", "language": .string(language)]
    case .transliterate(let rules): ["type": "Transliterate", "id": .string(rules.identifier)]
    case .removeMarks: ["type": "StripAccents"]
    case .prepend(let prefix): ["type": "Prepend", "prepend": .string(prefix)]
    case .bert(let normalizer):
      [
        "type": "BertNormalizer", "clean_text": .bool(normalizer.cleans),
        "handle_chinese_chars": .bool(normalizer.separatesIdeographs),
        "strip_accents": .bool(normalizer.removesAccents),
        "lowercase": .bool(normalizer.lowercases),
      ]
    // Files that have these are kept as they are.
    case .map, .sentencePiece: .null
    }
  }
}

extension TextPattern {
  init(_ field: JSONField) throws {
    if let string = try? field["String"].string(), !string.isEmpty {
      self.init(string: string)
      return
    }
    guard let pattern = try? field["Regex"].string() else {
      throw field.unexpected("a String or a Regex")
    }
    guard let compiled = TextPattern(regularExpression: pattern) else {
      throw field["Regex"].unexpected("a regular expression that ICU reads")
    }
    self = compiled
  }

  fileprivate var json: JSON {
    switch source {
    case .string(let string): ["String": .string(string)]
    case .regularExpression(let pattern): ["Regex": .string(pattern)]
    }
  }
}

/// The bytes of RFC 4648's base 64; `nil` when the text is not of that form.
private func decodeBase64(_ text: String) -> [UInt8]? {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count / 4 * 3)
  var bits: UInt32 = 0
  var count: UInt32 = 0
  for character in text.utf8 where character != UInt8(ascii: "=") {
    let value: UInt8
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character + 4
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    default: return nil
    }
    bits = bits << 6 | UInt32(value)
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
  }
  return bytes
}
