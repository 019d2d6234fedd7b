import Dragoman
import FoundationEssentials
import Testing

/// A corpus of `Golden/metrics.json` with what sacreBLEU says about it.
struct MetricGolden: Decodable, Sendable, CustomTestStringConvertible {
  struct Score: Decodable, Sendable {
    var metric: String
    var options: Options
    /// As the command prints it, with the signature.
    var signed: String
    var score: Double
    /// The scores of the sentences, where they are wanted.
    var sentences: [Double]?
  }

  /// sacreBLEU's names; what is missing has its default.
  struct Options: Decodable, Sendable {
    var tokenize: String?
    var lowercase: Bool?
    var smooth_method: String?
    var smooth_value: Double?
    var effective_order: Bool?
    var char_order: Int?
    var word_order: Int?
    var beta: Int?
    var whitespace: Bool?
    var eps_smoothing: Bool?
    var normalized: Bool?
    var no_punct: Bool?
    var asian_support: Bool?
    var case_sensitive: Bool?
  }

  var name: String
  var hypotheses: [String]
  var references: [[String]]
  var scores: [Score]
  /// The tokens of each hypothesis, by tokenizer.
  var tokens: [String: [[String]]]?

  var testDescription: String { name }

  static func cases() throws -> [MetricGolden] {
    struct File: Decodable { var cases: [MetricGolden] }
    let content = try Data(contentsOf: Golden.folder.appending(path: "metrics.json"))
    return try JSONDecoder().decode(File.self, from: content).cases
  }
}

extension MetricGolden.Score {
  /// The metric that is to give this score.
  func made() throws -> any Metric {
    switch metric {
    case "BLEU":
      return BLEU(
        tokenizer: try #require(MetricTokenizer(rawValue: options.tokenize ?? "13a")),
        lowercase: options.lowercase ?? false,
        smoothing: BLEUSmoothing(
          try #require(BLEUSmoothing.Method(rawValue: options.smooth_method ?? "exp")),
          value: options.smooth_value),
        effectiveOrder: options.effective_order ?? false)
    case "CHRF":
      return ChrF(
        characterOrder: options.char_order ?? 6, wordOrder: options.word_order ?? 0,
        beta: options.beta ?? 2, lowercase: options.lowercase ?? false,
        whitespace: options.whitespace ?? false, epsilonSmoothing: options.eps_smoothing ?? false)
    default:
      return TER(
        normalized: options.normalized ?? false, noPunctuation: options.no_punct ?? false,
        asianSupport: options.asian_support ?? false,
        caseSensitive: options.case_sensitive ?? false)
    }
  }
}
