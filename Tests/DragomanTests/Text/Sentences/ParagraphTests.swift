import Dragoman
import Testing

@Suite struct ParagraphTests {
  private let english = SentenceSplitter(language: "en")
  private let chinese = SentenceSplitter(language: "zh")

  @Test func keepsTheWhiteSpace() {
    let paragraph = english.split("\t It rained.  We\u{A0}stayed.\u{3000}Good. ")
    #expect(paragraph.pieces == ["It rained.", "We\u{A0}stayed.", "Good."])
    #expect(paragraph.joined(["A.", "B.", "C."]) == "\t A.  B.\u{3000}C. ")
  }

  @Test(arguments: ["", " ", " \u{3000}\t"])
  func aBlankLineStaysBlank(line: String) {
    #expect(english.split(line).pieces == [])
    #expect(english.split(line).joined([]) == line)
  }

  @Test func putsASpaceWhereTheTargetHasOne() {
    let paragraph = chinese.split("　他走了。真的吗？OK!\u{3000}是。")
    #expect(paragraph.pieces == ["他走了。", "真的吗？", "OK!", "是。"])
    #expect(
      paragraph.joined(["He left.", "Really?", "OK!", "Yes."])
        == "　He left. Really? OK!\u{3000}Yes.")
  }

  @Test func dropsTheSpaceThatTheTargetHasNot() {
    let paragraph = english.split("He left. Really?  Yes.\tOK.")
    #expect(paragraph.joined(["他走了。", "真的吗？", "是。", "OK."]) == "他走了。真的吗？  是。\tOK.")
  }

  @Test func betweenScriptsOfOneKindNothingChanges() {
    #expect(chinese.split("他走了。真的？").joined(["行った。", "本当？"]) == "行った。本当？")
    #expect(english.split("He left. Why?").joined(["เขาไปแล้ว", "ทำไม"]) == "เขาไปแล้ว ทำไม")
  }

  @Test func anEmptyTranslationLeavesTheSpaces() {
    #expect(english.split("It rained. We stayed.").joined(["", "B."]) == " B.")
  }
}
