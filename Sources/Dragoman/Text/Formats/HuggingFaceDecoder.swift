/// The field `decoder` of a `tokenizer.json`.
extension PieceDecoder {
  init(_ field: JSONField) throws {
    self.init(steps: field.isNull ? [] : try Step.steps(field), separator: field.isNull ? " " : "")
  }
}

extension PieceDecoder.Step {
  fileprivate static func steps(_ field: JSONField) throws -> [PieceDecoder.Step] {
    switch try field["type"].string() {
    case "Sequence": return try field["decoders"].elements().flatMap(steps)
    case "Replace":
      return [.replace(try TextPattern(field["pattern"]), with: try field["content"].string())]
    case "ByteFallback": return [.byteFallback]
    case "Fuse": return [.fuse]
    case "ByteLevel": return [.byteLevel]
    case "WordPiece":
      return [
        .wordPiece(
          prefix: try field["prefix"].string(), closesUp: try field["cleanup"].bool(absent: true))
      ]
    case "BPEDecoder": return [.wordEnd(try field["suffix"].string())]
    case "Metaspace":
      guard field["replacement"].value == "▁" else { throw field["replacement"].unsupported() }
      let addsSpace = try field["add_prefix_space"].bool(absent: true)
      let scheme = field["prepend_scheme"]
      return [.metaspace(dropsFirst: scheme.isNull ? addsSpace : try scheme.string() != "never")]
    case "Strip":
      let content = field["content"]
      let characters = Array(try content.string().unicodeScalars)
      guard characters.count == 1 else { throw content.unexpected("one character") }
      return [
        .strip(characters[0], left: try count(field["start"]), right: try count(field["stop"]))
      ]
    default: throw field["type"].unsupported()
    }
  }

  private static func count(_ field: JSONField) throws -> Int {
    guard let count = field.integer, count >= 0 else {
      throw field.unexpected("a whole number")
    }
    return count
  }
}
