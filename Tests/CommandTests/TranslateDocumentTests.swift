import Foundation
import Testing

/// Documents that `translate` is given as files. The model has learned nothing, so that only what is no text
/// is known of the result.
@Suite struct TranslateDocumentTests {
  private let runner: CommandRunner
  private let page = "<p>1 <b>a</b></p><script>x</script>\n"

  init() throws {
    runner = try CommandRunner()
    try runner.makeModel("model")
    try runner.write(page, to: "page.html")
    try runner.write("a\n", to: "text")
  }

  private func translate(_ arguments: String...) throws -> CommandRunner.Result {
    try runner.run("translate", ["--model", "model", "--threads", "1"] + arguments)
  }

  @Test func aPageKeepsItsTags() throws {
    let result = try translate("page.html", "--output", "out.html")
    #expect(result.exitCode == 0 && result.errors.isEmpty && result.output.isEmpty)
    let text = try runner.read("out.html")
    #expect(text.hasPrefix("<p>") && text.hasSuffix("</p><script>x</script>\n") && text != page)
    #expect(text.contains("<b>") && text.contains("</b>"))
    #expect(try translate("page.html").output == text)
  }

  @Test func documentsAndLinesGoToOneFolder() throws {
    let result = try translate("page.html", "text", "--output-dir", "out")
    #expect(result.exitCode == 0)
    #expect(try runner.read("out/page.html") == translate("page.html").output)
    #expect(try runner.read("out/text") == translate("text").output)
  }

  @Test func theFormatMayBeSaid() throws {
    try runner.write(page, to: "page")
    let page = try translate("page.html").output
    #expect(try translate("page", "--format", "html").output == page)
    let lines = try translate("page.html", "--format", "text").output
    #expect(
      lines != page && lines.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
  }

  @Test func aColumnOfATable() throws {
    try runner.write("id,text\n1,a\n2,b\n", to: "table.csv")
    let result = try translate("table.csv", "--column", "text", "--into", "new")
    let lines = result.output.split(separator: "\n")
    #expect(result.exitCode == 0 && lines.count == 3 && lines.first == "id,text,new")
    #expect(lines.dropFirst().allSatisfy { $0.split(separator: ",").count == 3 })
  }

  @Test func catalogsSayTheirLanguage() throws {
    try runner.write("en:\n  a: a\n", to: "en.yml")
    #expect(try translate("en.yml", "--target-language", "de").output.hasPrefix("de:\n  a: "))
    #expect(try translate("en.yml").output.hasPrefix("en:\n  a: "))
  }

  @Test func whatDocumentsCannotBeIsRefused() throws {
    try runner.write("a,b\n", to: "table.csv")
    try runner.write(Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]), to: "old.doc")
    try runner.write("no archive", to: "new.docx")
    for (arguments, message) in [
      (["old.doc"], "old.doc: is a document of the old kind (.doc, .xls, .ppt)"),
      (["new.docx", "--output", "out"], "new.docx: truncated or damaged"),
      (["page.html", "text", "--output", "out"], "page.html: is a document (html)"),
      (["page.html", "--json"], "--json: is about lines of text"),
      (["page.html", "--output", "out.gz"], "out.gz: a document is not compressed."),
      (["table.csv"], "table.csv: is a table."),
      (["table.csv", "--column", "c"], "--column c: no column of table.csv has that name."),
      (["page.html", "--column", "1"], "--column: is about tables, but page.html is none."),
      (["--format", "html"], "standard input: a document is read from a file."),
    ] {
      let result = try runner.run("translate", ["--model", "model"] + arguments)
      #expect(result.exitCode == 1 && result.errors.contains(message), "\(result.errors)")
      #expect(!runner.exists("out"))
    }
  }
}
