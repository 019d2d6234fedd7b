import Foundation
import Testing

/// `train vocabulary`, `train encode` and `train decode`.
@Suite struct VocabularyTests {
  private let runner: CommandRunner
  private let text = """
    the river and the bridge
    the river banks, 42 of them

    der Fluss und die Brücke

    """

  init() throws {
    runner = try CommandRunner()
    try runner.write(text, to: "text")
    // The text as 'gzip -9n' packs it.
    try runner.write(
      Data(
        base64Encoded:
          "H4sIAAAAAAACAyvJSFUoyixLLVJIzEtRKAHykooyU9JTuUrgEkmJednFOgomRgr5aSAVuVxcKUBht5zS4mKFUqCulMxUBaeiw3uSs1O5ANk5na9QAAAA"
      ) ?? Data(), to: "text.gz")
  }

  private func train(_ arguments: String..., input: String = "", device: String? = nil) throws
    -> CommandRunner.Result
  {
    try runner.run("train", arguments, input: input, device: device)
  }

  private func learn() throws {
    #expect(try train("vocabulary", "text", "--size", "290", "--output", "v.json").exitCode == 0)
  }

  @Test func learnsAndSumsUp() throws {
    let result = try train("vocabulary", "text", "--size", "290", "--output", "v.json")
    #expect(result.errors.isEmpty)
    #expect(
      result.output == """
        pieces                290, of which the text never has 2
        text                  3 lines, 16 words, 78 characters
        characters covered    100.000 %
        tokens per word       3.62
        tokens per line       19.33
        characters per token  1.34
        longest pieces        ▁the  er  he  ri  ▁b  ▁t
        rarest pieces         ▁b 2  ri 3  er 3  ▁the 4

        """)
  }

  @Test func threadsOrderPipesAndGzipDoNotMatter() throws {
    try learn()
    let expected = try runner.read("v.json")
    let arguments = ["--size", "290", "--output", "w.json"]
    #expect(try runner.run("train", ["vocabulary", "text.gz"] + arguments).exitCode == 0)
    #expect(try runner.read("w.json") == expected)
    #expect(try runner.run("train", ["vocabulary"] + arguments, input: text).exitCode == 0)
    #expect(try runner.read("w.json") == expected)
    let lines = text.split(separator: "\n").reversed().joined(separator: "\n")
    let threads = try runner.run(
      "train", ["vocabulary", "-", "--threads", "5"] + arguments, input: lines)
    #expect(threads.exitCode == 0)
    #expect(try runner.read("w.json") == expected)
  }

  @Test func encodesAndDecodes() throws {
    try learn()
    let pieces = try train("encode", "--vocabulary", "v.json", "text")
    #expect(
      pieces.output == """
        ▁the ▁ ri v er ▁ a n d ▁the ▁b ri d g e
        ▁the ▁ ri v er ▁b a n k s , ▁ 4 2 ▁ o f ▁the m

        ▁ d er ▁ F l u s s ▁ u n d ▁ d i e ▁ B r ü c k e

        """)
    #expect(try train("decode", "--vocabulary", "v.json", input: pieces.output).output == text)
    let ids = try train("encode", "--ids", "--vocabulary", "v.json", "text", "--output", "ids")
    #expect(ids.output.isEmpty)
    #expect(try train("decode", "--ids", "--vocabulary", "v.json", "ids").output == text)
  }

  @Test func linesKeepTheirOrderOnManyThreads() throws {
    try learn()
    let lines = (0..<5000).map { "the river \($0)" }.joined(separator: "\n") + "\n"
    let one = try train("encode", "--vocabulary", "v.json", "--threads", "1", input: lines)
    let many = try train("encode", "--vocabulary", "v.json", "--threads", "7", input: lines)
    #expect(one.output == many.output)
    #expect(try train("decode", "--vocabulary", "v.json", input: many.output).output == lines)
  }

  @Test func saysHowManyPiecesTheTextGives() throws {
    let result = try train("vocabulary", "text", "--size", "9000", "--output", "v.json")
    #expect(result.exitCode == 0)
    #expect(
      result.errors
        == "train: the text gives 295 pieces, not 9,000: no pair stands together 2 times or more\n")
  }

  @Test func replacesInvalidUTF8OnRequest() throws {
    try learn()
    try runner.write(Data([0x74, 0xFF, 0xE2, 0x82, 0x0A]), to: "bad")
    let result = try train("encode", "--vocabulary", "v.json", "bad", "--invalid-utf8", "replace")
    #expect(result.output == "▁t <0xEF> <0xBF> <0xBD> <0xEF> <0xBF> <0xBD>\n")
    #expect(result.errors == "train: bad: replaced what was not UTF-8 by U+FFFD, 2 times\n")
  }

  @Test func configurationFileSetsOptions() throws {
    try runner.write("size: 290\noutput: w.json\n", to: "v.yaml")
    #expect(try train("vocabulary", "--config", "v.yaml", "text").exitCode == 0)
    try learn()
    #expect(try runner.read("w.json") == runner.read("v.json"))
  }

  @Test(arguments: [
    (
      ["vocabulary", "text", "--size", "20", "--output", "w.json"],
      """
      Error: vocabulary size: 20 is too small for this text: 2 control tokens, 256 bytes and 26 \
      characters need 284.
        Ask for at least 284.

      """
    ),
    (
      ["vocabulary", "text", "--size", "290", "--output", "none/w.json"],
      """
      Error: none/w.json: cannot be written: No such file or directory.
        Choose another path, or make room and check the permissions of its folder.

      """
    ),
    (
      ["vocabulary", "--size", "290", "--output", "w.json"],
      "Error: standard input: has no text.\n  Give text to learn from.\n"
    ),
    (
      ["vocabulary", "text", "missing", "--size", "290", "--output", "w.json"],
      "Error: missing: cannot be read: No such file or directory.\n  Check the path.\n"
    ),
    (
      ["encode", "--vocabulary", "v.json", "."],
      "Error: .: cannot be read: Is a directory.\n  Check the path.\n"
    ),
    (
      ["decode", "--vocabulary", "v.json", "text"],
      """
      Error: text:1: 'the' is no piece of the vocabulary.
        Give the pieces that 'train encode' writes, or numbers with --ids.

      """
    ),
    (
      ["decode", "--vocabulary", "v.json", "--ids", "numbers"],
      "Error: numbers:2: '290' is no number of a piece of the vocabulary.\n"
        + "  Numbers are from 0 to 289.\n"
    ),
  ])
  func saysWhatIsWrong(arguments: [String], message: String) throws {
    try learn()
    try runner.write("2 3\n17 290\n", to: "numbers")
    let result = try runner.run("train", arguments)
    #expect(result.errors == message)
    #expect(result.exitCode == 1)
    #expect(!runner.exists("w.json"))
  }

  @Test func fullDiskIsAnError() throws {
    try learn()
    let result = try train("encode", "--vocabulary", "v.json", "text", device: "/dev/full")
    #expect(
      result.errors == """
        Error: standard output: cannot be written: No space left on device.
          Make room there.

        """)
    #expect(result.exitCode == 1)
  }

  @Test func explainsItsUse() throws {
    let unknown = try train("vocabulary", "--siz", "20")
    #expect(unknown.errors.hasPrefix("Error: Unknown option '--siz'. Did you mean '--size'?\n"))
    #expect(unknown.exitCode == 64)
    let help = try train("help", "encode")
    #expect(help.output.contains("USAGE: train encode --vocabulary FILE"))
    #expect(help.exitCode == 0)
  }
}
