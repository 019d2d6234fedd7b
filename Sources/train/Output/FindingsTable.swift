import CommandSupport
import Dragoman

/// What was found in a corpus, for a terminal.
struct FindingsTable {
  private let findings: CorpusFindings

  init(_ findings: CorpusFindings) { self.findings = findings }

  /// What the corpus is, what is wrong with it and what becomes of it.
  var text: String {
    (summary + [""] + faults + shifts + [""] + fates).joined(separator: "\n")
  }

  private var summary: [String] {
    var table = TextTable([.left, .right, .right])
    table.add(["", "source", "target"])
    table.add(["lines", Figures.count(findings.lines.source), Figures.count(findings.lines.target)])
    table.add(["words", Figures.count(findings.words.source), Figures.count(findings.words.target)])
    table.add(["language", findings.sourceLanguage ?? "?", findings.targetLanguage ?? "?"])
    return table.lines
  }

  private var faults: [String] {
    var table = TextTable([.left, .right, .right, .left])
    for fault in PairFault.allCases {
      guard let count = findings.findings[fault]?.count else { continue }
      table.add([
        fault.rawValue, Figures.count(count), Self.share(count, of: findings.count),
        FaultText(fault).meaning,
      ])
    }
    return table.lines.isEmpty ? ["nothing is wrong with it"] : table.lines
  }

  private var shifts: [String] {
    guard !findings.shifts.isEmpty else { return [] }
    return [""]
      + findings.shifts.map { shift in
        "lines \(Figures.count(shift.lines.lowerBound)) to \(Figures.count(shift.lines.upperBound)): "
          + Self.text(shift)
      }
  }

  private var fates: [String] {
    var table = TextTable([.left, .right, .right])
    for fate in [PairJudgement.Fate.kept, .repaired, .dropped] {
      let count = findings.fates[fate] ?? 0
      table.add([fate.rawValue, Figures.count(count), Self.share(count, of: findings.count)])
    }
    return table.lines
  }

  /// A share in per cent.
  static func share(_ count: Int, of total: Int) -> String {
    "\(Figures.decimal(100 * Double(count) / Double(max(1, total)), places: 2)) %"
  }

  /// Where the targets of some lines are.
  static func text(_ shift: CorpusFindings.Shift) -> String {
    let lines = abs(shift.shift) == 1 ? "a line" : "\(abs(shift.shift)) lines"
    return "targets are \(lines) \(shift.shift > 0 ? "further down" : "further up")"
  }
}
