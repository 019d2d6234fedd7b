/// What encoding a text says that it is in.
extension TextEncoding {
  /// The encoding of a document's text.
  init(of bytes: [UInt8], _ format: DocumentFormat) {
    self = Self.marked(bytes) ?? Self.named(bytes, format) ?? .utf8
  }

  private static func named(_ bytes: [UInt8], _ format: DocumentFormat) -> TextEncoding? {
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
    switch format {
    case .html:
      // Browsers read pages that say nothing as Windows-1252, and what calls itself Latin-1, too.
      if let name = name(after: "charset", in: head) ?? name(after: "encoding", in: head) {
        let isLatin = ["iso-8859-1", "latin1", "us-ascii", "ascii"].contains(name)
        let encoding = TextEncoding(name: isLatin ? "WINDOWS-1252" : name)
        if encoding.decode(bytes) != nil { return encoding }
      }
      return utf8.decode(bytes) == nil ? TextEncoding(name: "WINDOWS-1252") : nil
    case .properties: return utf8.decode(bytes) == nil ? TextEncoding(name: "ISO-8859-1") : nil
    case .strings where bytes.count > 1 && (bytes[0] == 0 || bytes[1] == 0):
      return TextEncoding(name: bytes[0] == 0 ? "UTF-16BE" : "UTF-16LE")
    case .xliff, .tmx, .android:
      return name(after: "encoding", in: head).map { TextEncoding(name: $0) }
    case .po:
      let name = name(after: "charset", in: head)
      // A template says `CHARSET`, to be filled in.
      return name.flatMap { $0 == "charset" ? nil : TextEncoding(name: $0) }
    default: return utf8.decode(bytes) == nil ? TextEncoding(name: "WINDOWS-1252") : nil
    }
  }

  /// The value of `key=value` in lower case, with quotation marks or without.
  private static func name(after key: String, in text: String) -> String? {
    let bytes = Array(text.lowercased().utf8)
    let key = Array(key.utf8)
    for start in bytes.indices where bytes[start...].starts(with: key) {
      var place = start + key.count
      while place < bytes.count, bytes[place] == 0x20 { place += 1 }
      guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { continue }
      let value = bytes[(place + 1)...].drop { " \"'".utf8.contains($0) }.prefix {
        ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "-_:.".utf8.contains($0)
      }
      if !value.isEmpty { return String(decoding: value, as: UTF8.self) }
    }
    return nil
  }
}
