import Testing

import Dragoman
import Documents

/// Documents that are zip archives, made by hand.
@Suite struct OfficeTests {
  private func word(_ body: String) -> [UInt8] {
    zipped([
      ("[Content_Types].xml", "<Types/>"),
      ("word/document.xml", "<w:document xmlns:w=\"w\"><w:body>\(body)</w:body></w:document>"),
    ])
  }

  private func translatedWord(
    _ body: String, by translator: any LineTranslator = WordTranslator()
  ) throws -> String {
    let bytes = try translated(word(body), .docx, by: translator).bytes
    #expect(try member("[Content_Types].xml", of: bytes) == "<Types/>")
    let text = try member("word/document.xml", of: bytes)
    return String(text.dropFirst(32).dropLast(22))
  }

  private func run(_ text: String, _ style: String = "") -> String {
    "<w:r>\(style)<w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
  }

  private let bold = "<w:rPr><w:b/></w:rPr>"

  @Test func runsOfOneFormattingAreOne() throws {
    let split = """
      <w:p w:rsidR="1"><w:pPr><w:jc/></w:pPr><w:r w:rsidR="2"><w:t>one t</w:t></w:r><w:proofErr/>\
      <w:r><w:rPr><w:lang w:val="en"/></w:rPr><w:t>wo </w:t></w:r><w:r><w:rPr><w:b/><w:noProof/></w:rPr>\
      <w:t>th</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ree</w:t></w:r></w:p>
      """
    let three = run("THREE", "<w:rPr><w:b/><w:noProof/></w:rPr>")
    #expect(
      try translatedWord(split)
        == "<w:p w:rsidR=\"1\"><w:pPr><w:jc/></w:pPr>\(run("ONE TWO "))\(three)</w:p>")
    #expect(
      try translatedWord(split, by: WordTranslator.reversed)
        == "<w:p w:rsidR=\"1\"><w:pPr><w:jc/></w:pPr>\(three)\(run(" TWO ONE"))</w:p>")
    #expect(try translatedWord(split, by: Identity()) == split)
  }

  @Test func whatIsNoTextStays() throws {
    let picture = "<w:r><w:drawing><a/></w:drawing></w:r>"
    let text = """
      <w:p>\(run("one "))\(picture)\(run("two"))<w:r><w:br/></w:r>\(run("three "))<w:bookmarkStart w:id="1"/>\
      <w:hyperlink r:id="2">\(run("four", bold))</w:hyperlink></w:p>
      """
    let result = try translatedWord(text)
    #expect(result == text.uppercasedTexts)
    let deleted = "<w:p>\(run("one"))<w:del><w:r><w:delText>two</w:delText></w:r></w:del></w:p>"
    #expect(try translatedWord(deleted) == deleted.uppercasedTexts)
  }

  @Test func paragraphsWithinParagraphsAreTranslated() throws {
    let box = "<w:r><w:pict><w:txbxContent><w:p>\(run("one"))</w:p></w:txbxContent></w:pict></w:r>"
    let text = "<w:p>\(box)\(run("two"))</w:p><w:p>\(box)</w:p>"
    #expect(try translatedWord(text) == text.uppercasedTexts)
  }

  @Test func fieldsKeepTheirResults() throws {
    func field(_ instruction: String, _ result: String) -> String {
      """
      <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>\(instruction)</w:instrText></w:r>\
      <w:r><w:fldChar w:fldCharType="separate"/></w:r>\(result)<w:r><w:fldChar w:fldCharType="end"/></w:r>
      """
    }
    let page = field("PAGE", run("12", bold))
    #expect(
      try translatedWord("<w:p>\(run("see page "))\(page)\(run(" now"))</w:p>")
        == "<w:p>\(run("SEE PAGE "))\(page)\(run(" NOW"))</w:p>")
    let link = field("HYPERLINK x", run("two"))
    let text = "<w:p>\(run("one "))\(link)</w:p>"
    #expect(try translatedWord(text) == text.uppercasedTexts)
  }

  @Test func stringsOfAWorkbook() throws {
    let strings = """
      <sst><si><t>one &amp; two</t></si><si><r><t>three </t></r><r><rPr><b/></rPr><t>four</t></r></si>\
      <si><t>Column</t></si><si><t>12</t></si></sst>
      """
    let table = "<table><tableColumns><tableColumn name=\"Column\"/></tableColumns></table>"
    let bytes = zipped([("xl/sharedStrings.xml", strings), ("xl/tables/table1.xml", table)])
    let result = try translated(bytes, .xlsx).bytes
    #expect(
      try member("xl/sharedStrings.xml", of: result) == """
        <sst><si><t xml:space="preserve">ONE &amp; TWO</t></si><si><r><t xml:space="preserve">THREE </t></r>\
        <r><rPr><b/></rPr><t xml:space="preserve">FOUR</t></r></si><si><t>Column</t></si><si><t>12</t></si></sst>
        """)
  }

  @Test func slides() throws {
    let slide = """
      <p:sld><a:p><a:pPr/><a:r><a:rPr lang="en"/><a:t>one</a:t></a:r><a:br/><a:r><a:rPr b="1"/><a:t>two</a:t>\
      </a:r><a:endParaRPr/></a:p></p:sld>
      """
    let bytes = zipped([("ppt/slides/slide1.xml", slide)])
    #expect(
      try member("ppt/slides/slide1.xml", of: translated(bytes, .pptx).bytes)
        == slide.replacing("one", with: "ONE").replacing("two", with: "TWO"))
  }

  @Test func textsOfOpenDocument() throws {
    let content = """
      <d><s><style:style style:name="T1" style:family="text"><style:text-properties officeooo:rsid="1"/>\
      </style:style></s><text:p>one <text:span text:style-name="T1">t</text:span>wo \
      <text:span text:style-name="T2">three</text:span><text:note><text:note-body><text:p>four</text:p>\
      </text:note-body></text:note><text:line-break/>five</text:p></d>
      """
    let bytes = zipped([
      ("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content),
    ])
    let result = try translated(bytes, .odf).bytes
    let text = try member("content.xml", of: result)
    #expect(
      text.hasSuffix(
        """
        <text:p>ONE TWO <text:span text:style-name="T2">THREE</text:span><text:note><text:note-body>\
        <text:p>FOUR</text:p></text:note-body></text:note><text:line-break/>FIVE</text:p></d>
        """))
    #expect(try translated(bytes, .odf, by: Identity()).bytes == bytes)
  }

  /// Also where one of its tags is at the end of the text.
  @Test func formattingThatNobodySeesGoesAsAWhole() throws {
    let style = """
      <style:style style:name="T1" style:family="text"><style:text-properties officeooo:rsid="1"/></style:style>
      """
    let text = "<text:p>one<text:span text:style-name=\"T1\"> two</text:span></text:p>"
    let bytes = zipped([("content.xml", "<d>\(style)\(text)</d>")])
    #expect(
      try member("content.xml", of: translated(bytes, .odf).bytes)
        == "<d>\(style)<text:p>ONE TWO</text:p></d>")
  }

  @Test func whatIsNoDocumentIsRefused() throws {
    for bytes in [
      [], [0x50, 0x4B, 3, 4], zipped([("a", "b")]), zipped([("word/document.xml", "<w:p>")]),
      Array(word("<w:p/>").dropLast(30)),
    ] {
      #expect(throws: InputError.self) { try translated(bytes, .docx) }
    }
    let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"
    #expect(throws: InputError.self) {
      try translated(zipped([("word/document.xml", entity)]), .docx)
    }
  }
}

extension String {
  /// The text with that of its elements in capitals.
  fileprivate var uppercasedTexts: String {
    var (result, isInText) = ("", false)
    for part in split(separator: "<", omittingEmptySubsequences: false) {
      let end = part.firstIndex(of: ">").map { part.index(after: $0) } ?? part.startIndex
      isInText = part.hasPrefix("w:t>") || part.hasPrefix("w:t ")
      if !result.isEmpty || hasPrefix("<") { if part.startIndex != startIndex { result += "<" } }
      result += part[..<end] + (isInText ? part[end...].uppercased() : String(part[end...]))
    }
    return result
  }
}
