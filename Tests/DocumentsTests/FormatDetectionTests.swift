import Dragoman
import FoundationEssentials
import Testing

import Documents

/// What a file is taken for, by its name and its first bytes.
@Suite struct FormatDetectionTests {
  private func format(_ name: String, _ text: String) throws -> DocumentFormat? {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "format-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return try DocumentFormat(path: url.path)
  }

  @Test(arguments: [
    ("a.json", DocumentFormat.json), ("app_en.arb", .json), ("a.strings", .strings),
    ("a.xcstrings", .xcstrings), ("a.properties", .properties), ("en.yml", .yaml),
    ("en.yaml", .yaml),
    ("a.tmx", .tmx), ("A.CSV", .csv), ("a.tsv", .tsv), ("a.po", .po), ("a.xlf", .xliff),
  ])
  func byName(name: String, expected: DocumentFormat) throws {
    #expect(try format(name, "x") == expected)
  }

  @Test(arguments: [
    ("<?xml version=\"1.0\"?>\n<!-- x -->\n<resources>\n", DocumentFormat.android),
    ("<resources>", .android), ("<?xml version=\"1.0\"?><tmx version=\"1.4\">", .tmx),
    ("{\n  \"a\": \"b\"\n}", .json), ("WEBVTT\n", .vtt),
  ])
  func byContent(text: String, expected: DocumentFormat) throws {
    #expect(try format("file", text) == expected)
    #expect(try format("file.xml", text) == expected)
  }

  @Test(arguments: [
    "one\ntwo\n", "{\"a\": 1}\n{\"a\": 2}\n", "{\nx", "<?xml version=\"1.0\"?><svg/>", "",
  ])
  func others(text: String) throws {
    #expect(try format("file.txt", text) == nil)
  }
}
