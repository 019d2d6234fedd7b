import FoundationEssentials
import Testing

/// A corpus of `Golden/bleu.json` with what sacreBLEU says about it.
struct BLEUGolden: Decodable, Sendable, CustomTestStringConvertible {
  struct Score: Decodable, Sendable {
    var tokenizer: String
    var lowercase: Bool
    /// As Python prints it.
    var plain: String
    /// As the command prints it, with the signature.
    var signed: String
  }

  var name: String
  var hypotheses: [String]
  var references: [[String]]
  var scores: [Score]
  /// Pairs of a line and its tokens, separated by spaces.
  var tokens: [[String]]

  var testDescription: String { name }

  static func cases() throws -> [BLEUGolden] {
    struct File: Decodable { var cases: [BLEUGolden] }
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let content = try Data(contentsOf: folder.appending(path: "Golden/bleu.json"))
    return try JSONDecoder().decode(File.self, from: content).cases
  }
}
