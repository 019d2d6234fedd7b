import FoundationEssentials
import Testing

/// What `Golden/significance.json` holds: NumPy's draws, and sacreBLEU's intervals and p-values.
struct SignificanceGolden: Decodable, Sendable {
  struct Draws: Decodable, Sendable {
    var seed: UInt64
    var below7: [UInt32]
    var belowMost: [UInt32]
    var one: [UInt32]
  }

  struct Test: Decodable, Sendable, CustomTestStringConvertible {
    struct Metric: Decodable, Sendable {
      var name: String
      var signature: String
      var results: [Result]
    }

    struct Result: Decodable, Sendable {
      var score: Double
      var p: Double?
      var mean: Double?
      var ci: Double?
    }

    /// The count of references.
    var references: Int
    var seed: UInt64
    var test: String
    var samples: Int
    var metrics: [Metric]

    var testDescription: String { "\(test) \(samples), seed \(seed), \(references) references" }
  }

  var draws: [Draws]
  var references: [[String]]
  var systems: [[String]]
  var tests: [Test]

  static func load() throws -> SignificanceGolden {
    let content = try Data(contentsOf: Golden.folder.appending(path: "significance.json"))
    return try JSONDecoder().decode(SignificanceGolden.self, from: content)
  }
}
