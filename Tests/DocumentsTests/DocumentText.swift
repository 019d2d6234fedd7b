import FoundationEssentials

import Documents

/// Translates a document that is given as text.
func translated(
  _ text: String, _ format: DocumentFormat, by translator: any LineTranslator = WordTranslator()
) throws -> String {
  String(decoding: try translated(Array(text.utf8), format, by: translator).bytes, as: UTF8.self)
}

/// Translates a document that is given as bytes.
func translated(
  _ bytes: [UInt8], _ format: DocumentFormat, by translator: any LineTranslator = WordTranslator()
) throws -> (bytes: [UInt8], problems: [Document.Problem]) {
  let url = FileManager.default.temporaryDirectory.appending(path: "document-\(UUID().uuidString)")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try Document(contentsOf: url.path, format: format).translated(by: translator) { _ in }
}
