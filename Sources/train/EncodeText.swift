import ArgumentParser
import CommandSupport
import Dragoman

/// `train encode`: lines of text in, lines of pieces out.
struct EncodeText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Shows the pieces into which a vocabulary splits text.",
    usage: "train encode --vocabulary FILE [--ids] [FILE ...] [options]",
    discussion: """
      Each line gives one line, its pieces separated by spaces; '▁' in a piece stands for a space:

        echo "a river" | train encode --vocabulary tokenizer.json
      """)

  @OptionGroup var conversion: ConversionOptions

  func run() throws {
    let tokenizer = try conversion.tokenizer()
    let writesIDs = conversion.ids
    let names = (0..<Int32(tokenizer.count)).map {
      Array((writesIDs ? String($0) : tokenizer.piece($0)).utf8)
    }
    try conversion.run { line, _, bytes in
      var isFirst = true
      for id in tokenizer.encode(line) {
        if !isFirst { bytes.append(0x20) }
        isFirst = false
        bytes += names[Int(id)]
      }
    }
  }
}
