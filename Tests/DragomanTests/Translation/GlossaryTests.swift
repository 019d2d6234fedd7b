import Dragoman
import Testing

@Suite struct GlossaryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func glossary(_ lines: String...) throws -> Glossary {
    try Glossary(path: try folder.write(lines, to: "glossary.tsv"))
  }

  @Test func aTermCountsAsOftenAsItIsThere() throws {
    let glossary = try glossary(
      "button\tKnopf", "file\tDatei", "", "New York\tNeu York", "York\tYork")
    func targets(_ text: String) -> [String] { glossary.entries(in: text).map(\.target).sorted() }
    #expect(targets("Button and button of a file") == ["Datei", "Knopf", "Knopf"])
    #expect(targets("York in New York") == ["Neu York", "York"])
    #expect(targets("buttons") == [])
    #expect(Glossary().entries(in: "button") == [])
  }

  @Test func termsMayBeOfAnyScript() throws {
    let glossary = try glossary("按钮\tbutton", "文件\tfile")
    #expect(glossary.entries(in: "点击按钮保存文件，按钮").count == 3)
  }

  @Test func oneTermHasOneTranslation() throws {
    #expect(try glossary("a\tb", "a\tb").entries.count == 1)
    let path = try folder.write(["a\tb", "", "a \tc"], to: "glossary.tsv")
    let error = #expect(throws: InputError.self) { try Glossary(path: path) }
    #expect(
      error?.description == """
        \(path):3: 'a' has the translation 'b' in line 1.
          Keep one of the two.
        """)
  }

  @Test func aTermMayNotBeForbidden() throws {
    let glossary = try glossary("scales\tWaage", "file\tdie Datei")
    #expect(glossary.conflict(withForbidden: ["Dateien", "Wa"]) == nil)
    let conflict = try #require(glossary.conflict(withForbidden: ["x", "Datei"]))
    #expect(conflict.entry.line == 2 && conflict.word == "Datei")
  }
}
