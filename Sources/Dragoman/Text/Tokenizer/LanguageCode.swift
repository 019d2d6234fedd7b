internal import CICU

/// A language as someone writes it: by a code of ISO 639 of two letters or three, perhaps with a script or a
/// country behind it (`zh`, `zh-Hant`, `pt_BR`, `deu_Latn`).
struct LanguageCode: Equatable {
  /// The code of three letters; what was written, if it has none.
  let language: String
  /// What else was written, in lower case: a script or a country.
  let details: [String]

  init(_ text: String) {
    let parts = text.lowercased().split { $0 == "-" || $0 == "_" }.map(String.init)
    let first = parts.first ?? ""
    let code = Self.code(ofThreeLetters: first)
    language = Self.members[code] ?? code
    details = parts.dropFirst().map { Self.scripts[$0] ?? $0 }
  }

  /// The one of some codes that means the same language, and the same script if one is written: with the same
  /// country if there is one, or else the first; `nil` when there is none.
  func best(of codes: [String]) -> Int? {
    let candidates = codes.map { LanguageCode($0) }
    let script = details.filter { $0.utf8.count == 4 }
    let fitting = candidates.indices.filter { index in
      candidates[index].language == language
        && script.allSatisfy(candidates[index].details.contains)
    }
    return fitting.first { candidates[$0].details == details }
      ?? fitting.first { details.allSatisfy(candidates[$0].details.contains) } ?? fitting.first
  }

  private static func code(ofThreeLetters code: String) -> String {
    guard code.utf8.count == 2 else { return code }
    var letters = [CChar](repeating: 0, count: 4)
    guard cicu_language_code(code, &letters) else { return code }
    return String(decoding: letters.prefix(3).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Of a language that ISO 639 divides, the member that is meant where nothing else is said.
  private static let members = [
    "alb": "als", "ara": "arb", "aym": "ayr", "aze": "azj", "est": "ekk", "fas": "pes",
    "grn": "gug",
    "iku": "ike", "kau": "knc", "kon": "kng", "kur": "kmr", "lav": "lvs", "mlg": "plt",
    "mon": "khk",
    "msa": "zsm", "nep": "npi", "nor": "nob", "ori": "ory", "orm": "gaz", "pus": "pbt",
    "que": "quy",
    "sqi": "als", "swa": "swh", "uzb": "uzn", "yid": "ydd", "zho": "cmn",
  ]

  /// Countries that are written where a script is meant.
  private static let scripts = ["tw": "hant", "hk": "hant", "cn": "hans", "sg": "hans"]
}
