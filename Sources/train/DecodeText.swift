import ArgumentParser
import CommandSupport
import Dragoman

/// `train decode`: lines of pieces in, lines of text out.
struct DecodeText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Joins the pieces of a vocabulary to text.",
    usage: "train decode --vocabulary FILE [--ids] [FILE ...] [options]",
    discussion: """
      It undoes 'train encode':

        train encode --vocabulary tokenizer.json text | train decode --vocabulary tokenizer.json
      """)

  @OptionGroup var conversion: ConversionOptions

  func run() throws {
    let tokenizer = try conversion.tokenizer()
    let readsIDs = conversion.ids
    var idsByName: [[UInt8]: Int32] = [:]
    for id in 0..<Int32(tokenizer.count) { idsByName[Array(tokenizer.piece(id).utf8)] = id }
    try conversion.run { [idsByName] line, place, bytes in
      let ids = try line.utf8.split(separator: 0x20).map { word in
        let id = readsIDs ? Int32(Substring(word)) : idsByName[Array(word)]
        guard let id, (0..<Int32(tokenizer.count)).contains(id) else {
          throw InputError(
            place(),
            "'\(Substring(word))' is \(readsIDs ? "no number of a piece" : "no piece") of the vocabulary.",
            remedy: readsIDs
              ? "Numbers are from 0 to \(tokenizer.count - 1)."
              : "Give the pieces that 'train encode' writes, or numbers with --ids.")
        }
        return id
      }
      bytes += tokenizer.decode(ids).utf8
    }
  }
}
