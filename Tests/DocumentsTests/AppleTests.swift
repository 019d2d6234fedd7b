import Dragoman
import Testing

import Documents

/// Catalogues of Apple: `.strings` and `.xcstrings`.
@Suite struct AppleTests {
  @Test(arguments: [
    (
      "/* x */\n\"one\" = \"one\";\n// y\nkey = \"two\" ;",
      "/* x */\n\"one\" = \"ONE\";\n// y\nkey = \"TWO\" ;"
    ),
    (
      "\"a\" = \"say \\\"x\\\"\\n\\U00e9 %@ %#@n@\";",
      "\"a\" = \"SAY \\\"X\\\"\\n\\U00c9 %@ %#@n@\";"
    ),
    ("\"a\" = \"é \\U0041 x\";", "\"a\" = \"É A X\";"), ("\"only\";", "\"only\";"), ("", ""),
    ("{ a = \"x\"; }", "{ a = \"X\"; }"), ("\"a\" = \"x \\q\";", "\"a\" = \"x \\q\";"),
    ("a = b;", "a = b;"),
  ])
  func stringsAreTranslated(source: String, expected: String) throws {
    #expect(try translated(source, .strings, by: WordTranslator.careful) == expected)
    #expect(try translated(source, .strings, by: Identity()) == source)
    // And in UTF-16, with a mark or without.
    let bytes = { (text: String) in text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    for mark in source.isEmpty ? [] : [[0xFF, 0xFE], []] as [[UInt8]] {
      #expect(
        try translated(mark + bytes(source), .strings, by: WordTranslator.careful).bytes
          == mark + bytes(expected))
    }
  }

  @Test(arguments: [
    "\"a\" = \"x\"", "\"a\" = ;", "\"a\" \"b\";", "\"a", "/* x", "bplist00",
    "<?xml version=\"1.0\"?>", "= x",
  ])
  func whatIsNoCatalogueIsRefused(text: String) {
    #expect(throws: InputError.self) { try translated(text, .strings) }
  }

  private func catalog(_ strings: String) -> String {
    "{\n  \"sourceLanguage\" : \"en\",\n  \"strings\" : {\n\(strings)\n  },\n  \"version\" : \"1.0\"\n}"
  }

  private static func unit(_ state: String, _ value: String) -> String {
    """
    {
              "stringUnit" : {
                "state" : "\(state)",
                "value" : "\(value)"
              }
            }
    """
  }

  private static let german = "        \"de\" : \(unit("needs_review", "ONE %@"))"

  private static let cases: [(String, String)] = [
    (
      "    \"one %@\" : {\n\n    }",
      "    \"one %@\" : {\n      \"localizations\" : {\n\(german)\n      }\n    }"
    ),
    (
      "    \"one %@\" : {\n      \"comment\" : \"x\"\n    }",
      "    \"one %@\" : {\n      \"comment\" : \"x\",\n      \"localizations\" : {\n\(german)\n      }\n    }"
    ),
    (
      "    \"k\" : {\n      \"localizations\" : {\n        \"en\" : \(unit("new", "one %@"))\n      }\n    }",
      "    \"k\" : {\n      \"localizations\" : {\n\(german),\n        \"en\" : \(unit("new", "one %@"))\n      }\n    }"
    ),
    (
      "    \"one\" : {\n      \"localizations\" : {\n        \"de\" : \(unit("new", ""))\n      }\n    }",
      "    \"one\" : {\n      \"localizations\" : {\n        \"de\" : \(unit("needs_review", "ONE"))\n      }\n    }"
    ),
    (
      "    \"one\" : {\n      \"localizations\" : {\n        \"de\" : \(unit("translated", "eins"))\n      }\n    }",
      "    \"one\" : {\n      \"localizations\" : {\n        \"de\" : \(unit("translated", "eins"))\n      }\n    }"
    ),
    (
      "    \"one\" : {\n      \"shouldTranslate\" : false\n    }",
      "    \"one\" : {\n      \"shouldTranslate\" : false\n    }"
    ),
  ]

  @Test(arguments: cases)
  func theLanguageIsAdded(source: String, expected: String) throws {
    #expect(
      try translated(catalog(source), .xcstrings, by: WordTranslator.careful, .to("de"))
        == catalog(expected))
    #expect(
      try translated(catalog(source), .xcstrings, by: Identity(), .to("de")) == catalog(source))
  }

  @Test func formsOfThePluralAreTranslated() throws {
    let plural = { (state: String, one: String, other: String) in
      "{\"variations\": {\"plural\": {\"one\": {\"stringUnit\": {\"value\": \"\(one)\", \"state\": \"\(state)\"}}, "
        + "\"other\": {\"stringUnit\": {\"state\": \"\(state)\", \"value\": \"\(other)\"}}}}}"
    }
    let english = plural("translated", "%lld day", "%lld days")
    let entry = { (languages: String) in "\"k\": {\"localizations\": {\(languages)}}" }
    let result = try translated(
      catalog(entry("\"en\": \(english)")), .xcstrings, by: WordTranslator.careful, .to("fr"))
    let french = plural("needs_review", "%lld DAY", "%lld DAYS")
    #expect(
      result == catalog(entry("\"en\": \(english),\n        \"fr\" : \(french)")))
    // Some are there.
    let half = plural("new", "x", "y").replacing(
      "\"new\", \"value\": \"y\"", with: "\"translated\", \"value\": \"y\"")
    let full = half.replacing(
      "\"value\": \"x\", \"state\": \"new\"",
      with: "\"value\": \"%lld DAY\", \"state\": \"needs_review\"")
    #expect(
      try translated(
        catalog(entry("\"en\": \(english), \"fr\": \(half)")), .xcstrings,
        by: WordTranslator.careful,
        .to("fr")) == catalog(entry("\"en\": \(english), \"fr\": \(full)")))
  }

  @Test func theLanguageMustBeKnown() {
    for (text, settings) in [
      (catalog(""), DocumentSettings()), (catalog(""), .to("en")), ("{}", .to("de")),
    ] {
      #expect(throws: InputError.self) {
        try translated(text, .xcstrings, by: Identity(), settings)
      }
    }
  }
}
