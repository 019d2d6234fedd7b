import FoundationEssentials

import Documents

/// Translates a document that is given as text.
func translated(
  _ text: String, _ format: DocumentFormat, by translator: any LineTranslator = WordTranslator(),
  _ settings: DocumentSettings = .init()
) throws -> String {
  String(
    decoding: try translated(Array(text.utf8), format, by: translator, settings).bytes,
    as: UTF8.self)
}

/// Translates a document that is given as bytes.
func translated(
  _ bytes: [UInt8], _ format: DocumentFormat, by translator: any LineTranslator = WordTranslator(),
  _ settings: DocumentSettings = .init()
) throws -> (bytes: [UInt8], problems: [Document.Problem]) {
  let url = FileManager.default.temporaryDirectory.appending(path: "document-\(UUID().uuidString)")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try Document(contentsOf: url.path, format: format, settings: settings)
    .translated(by: translator) { _ in }
}

extension DocumentSettings {
  /// Settings for a language.
  static func to(_ language: String) -> DocumentSettings {
    var settings = DocumentSettings()
    settings.language = language
    return settings
  }

  /// Settings with which translations do not stay.
  static var again: DocumentSettings {
    var settings = DocumentSettings()
    settings.retranslates = true
    return settings
  }
}
