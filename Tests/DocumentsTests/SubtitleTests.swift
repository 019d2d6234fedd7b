import Testing

import Documents

@Suite struct SubtitleTests {
  private let source = """
    1
    00:00:01,000 --> 00:00:03,000
    one <i>two</i>
    three,

    2
    00:00:03,100 --> 00:00:05,000
    four five six seven.

    3
    00:00:06,000 --> 00:00:07,000
    - Eight?
    - {\\an8}Nine.

    """

  @Test func cuesWithoutABlankLineBetweenThem() throws {
    let source = "1\n00:00:01,000 --> 00:00:02,000\none.\n2\n00:00:03,000 --> 00:00:04,000\ntwo.\n"
    let expected =
      "1\n00:00:01,000 --> 00:00:02,000\nONE.\n2\n00:00:03,000 --> 00:00:04,000\nTWO.\n"
    #expect(try translated(source, .srt) == expected)
  }

  @Test func cuesKeepTheirTimesAndTags() throws {
    let expected = """
      1
      00:00:01,000 --> 00:00:03,000
      ONE <i>TWO</i> THREE,

      2
      00:00:03,100 --> 00:00:05,000
      FOUR FIVE SIX SEVEN.

      3
      00:00:06,000 --> 00:00:07,000
      - EIGHT?
      - {\\an8}NINE.

      """
    let result = try translated(source, .srt)
    #expect(result == expected)
    #expect(try translated(source, .srt, by: Identity()) == source)
    let carriage = source.replacing("\n", with: "\r\n")
    #expect(try translated(carriage, .srt, by: Identity()) == carriage)
  }

  /// The sentence is translated as one, and its words may change their subtitle.
  @Test func aSentenceGoesOnInTheNextCue() throws {
    let result = try translated(source, .srt, by: WordTranslator.reversed)
    let cues = result.split(separator: "\n\n").map { $0.split(separator: "\n").dropFirst(2) }
    #expect(cues.count == 3 && cues.allSatisfy { !$0.isEmpty })
    #expect(
      (cues[0] + cues[1]).joined(separator: " ").replacing("  ", with: " ")
        == "SEVEN. SIX FIVE FOUR THREE, <i>TWO</i> ONE")
  }

  @Test func longLinesAreBrokenEvenly() throws {
    let words = Array(repeating: "words", count: 12).joined(separator: " ")
    let result = try translated("1\n00:01 --> 00:02\n\(words)\n", .vtt)
    let lines = result.split(separator: "\n").dropFirst(2)
    #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 42 })
  }

  @Test func whatIsNoCueStays() throws {
    for text in [
      "WEBVTT\n\nNOTE one two\n\nSTYLE\n::cue {}\n", "", "\n\n", "1\n00:01 --> 00:02",
      "--> \n\n-->\n<",
    ] {
      #expect(try translated(text, .vtt) == text)
    }
  }
}
