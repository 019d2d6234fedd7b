import Dragoman
import Testing

/// Where words and phrases stand in texts.
@Suite struct PhraseTests {
  @Test(arguments: [
    ("button", "Click the button.", 1), ("button", "Button, please: the button.", 2),
    ("button", "Stop. Button pressed. A Button.", 1), ("button", "buttons and a pushbutton", 0),
    ("button ", "the button", 1), ("Neu York", "Neu Neu Neu York", 1), ("a a", "xa a a", 1),
    ("button", "„Button“ or “button” or (button)", 3), ("Wage", "Wagen, Wage und Waage", 1),
    ("file", "The file's name", 1), ("cafe", "cafe\u{301}", 0), ("café", "cafe\u{301}", 1),
    (",", "a, b,c", 2), ("C++", "C++ and C", 1), ("x", "x1 1x x", 1),
    // Scripts without spaces, and words of others in their text.
    ("按钮", "点击按钮保存文件", 1), ("ボタン", "このボタンを押す。ボタン", 2), ("ปุ่ม", "คลิกปุ่มเพื่อบันทึก", 1),
    ("USB", "插入USB设备", 1), ("USB", "USBs", 0),
    // Particles follow Korean words without a space.
    ("버튼", "버튼을 누르세요. 새버튼", 1), ("кнопка", "Кнопка и кнопкам", 1),
    ("ijs", "Ijs en ijs", 2), ("straße", "Straße", 1), ("x", "", 0),
  ])
  func standsSoOftenInAText(phrase: String, text: String, count: Int) throws {
    #expect(try #require(Phrase(phrase)).ranges(in: text).count == count)
  }

  @Test func whiteSpaceIsNoPhrase() {
    #expect(Phrase("") == nil && Phrase(" \u{3000}\t") == nil)
  }
}
