import Dragoman
import Report

/// The page of `train inspect`.
struct CorpusReport {
  private let findings: CorpusFindings
  private let corpus: CleaningOptions

  init(_ findings: CorpusFindings, _ corpus: CleaningOptions) {
    self.findings = findings
    self.corpus = corpus
  }

  /// The page as a file.
  var text: String {
    Page(
      title: "\(corpus.source) · \(corpus.target)",
      subtitle: "\(Figures.count(findings.count)) pairs · train inspect \(dragomanVersion)",
      sections: [overview, faults, shifts, lengths, examples].compactMap(\.self)
    ).text
  }

  private var overview: HTML {
    func row(_ name: String, _ source: String, _ target: String) -> HTML {
      "<tr><td>\(name)</td><td>\(source)</td><td>\(target)</td></tr>"
    }
    let kept = (findings.fates[.kept] ?? 0) + (findings.fates[.repaired] ?? 0)
    return """
      <h2>Overview</h2>
      <p class="note">\(FindingsTable.share(kept, of: findings.count)) of the pairs are good, or can be made so: \
      \(Figures.count(findings.fates[.kept] ?? 0)) as they are, \
      \(Figures.count(findings.fates[.repaired] ?? 0)) repaired. \
      \(Figures.count(findings.fates[.dropped] ?? 0)) are better left out.</p>
      <div class="wide"><table>
      <thead><tr><th></th><th>Source</th><th>Target</th></tr></thead>
      <tbody>
      \(row("lines", Figures.count(findings.lines.source), Figures.count(findings.lines.target)))
      \(row("words", Figures.count(findings.words.source), Figures.count(findings.words.target)))
      \(row("language", findings.sourceLanguage ?? "?", findings.targetLanguage ?? "?"))
      </tbody></table></div>
      <p class="note">This takes out what is wrong, and says of each pair why:</p>
      <pre><code>\(command)</code></pre>
      """
  }

  private var command: String {
    let tests = corpus.test.map { " --test \($0)" }.joined()
    return "train clean --source \(corpus.source) --target \(corpus.target)\(tests) \\\n"
      + "  --output-source clean.source --output-target clean.target --rejected rejected.tsv"
  }

  private var faults: HTML {
    let rows = PairFault.allCases.compactMap { fault -> HTML? in
      guard let count = findings.findings[fault]?.count else { return nil }
      let text = FaultText(fault)
      return """
        <tr><td><a href="#\(fault.rawValue)">\(fault.rawValue)</a></td>\
        <td>\(Figures.count(count))</td><td>\(FindingsTable.share(count, of: findings.count))</td>\
        <td>\(text.meaning)</td><td>\(text.cost)</td></tr>
        """
    }
    guard !rows.isEmpty else { return "<h2>What is wrong</h2><p>Nothing was found.</p>" }
    return """
      <h2>What is wrong</h2>
      <p class="note">A pair may have several faults. The costs in BLEU are those that Khayrallah & Koehn (2018) \
      measured for German-English, with as much noise as sound text; other costs are what is known to follow.</p>
      <div class="wide"><table>
      <thead><tr><th>Fault</th><th>Pairs</th><th>Share</th><th>What it is</th><th>What it costs</th></tr></thead>
      <tbody>\(rows)</tbody>
      </table></div>
      """
  }

  private var shifts: HTML? {
    guard !findings.shifts.isEmpty else { return nil }
    let rows = findings.shifts.map { shift -> HTML in
      """
      <tr><td>\(Figures.count(shift.lines.lowerBound))</td><td>\(Figures.count(shift.lines.upperBound))</td>\
      <td>\(FindingsTable.text(shift))</td></tr>
      """
    }
    return """
      <h2>Lines that slipped</h2>
      <p class="note">In these stretches the targets stand beside the wrong sources. <code>train clean</code> puts \
      them in their places.</p>
      <div class="wide"><table>
      <thead><tr><th>From line</th><th>To line</th><th></th></tr></thead>
      <tbody>\(rows)</tbody>
      </table></div>
      """
  }

  private var lengths: HTML {
    let classes = CorpusFindings.lengthClasses
    let names = classes.indices.map { index in
      index + 1 == classes.count
        ? "\(classes[index])+" : "\(classes[index])–\(classes[index + 1] - 1)"
    }
    let chart = BarChart(
      categories: names, axis: "words",
      series: [
        BarChart.Series(name: "sources", values: findings.sourceLengths.map(Double.init)),
        BarChart.Series(name: "targets", values: findings.targetLengths.map(Double.init)),
      ])
    return "<h2>Lengths</h2>\(chart.html)"
  }

  private var examples: HTML? {
    let articles = PairFault.allCases.compactMap { fault -> HTML? in
      guard let finding = findings.findings[fault] else { return nil }
      return """
        <h3 id="\(fault.rawValue)">\(fault.rawValue): \(FaultText(fault).meaning)</h3>
        \(finding.examples.sorted { $0.line < $1.line }.map(example))
        """
    }
    guard !articles.isEmpty else { return nil }
    return """
      <h2>Examples</h2>
      <p class="note">Some of each, drawn at random. Soundness is how likely the two sides are a translation, \
      by a judge that was learned from this corpus.</p>
      \(articles)
      """
  }

  private func example(_ judgement: PairJudgement) -> HTML {
    var rows: [HTML] = [
      .sentence("source", "\(judgement.source)"), .sentence("target", "\(judgement.target)"),
    ]
    if judgement.fate == .repaired {
      if judgement.repaired.source != judgement.source {
        rows.append(.sentence("repaired source", "\(judgement.repaired.source)"))
      }
      if judgement.repaired.target != judgement.target {
        rows.append(.sentence("repaired target", "\(judgement.repaired.target)"))
      }
    }
    let soundness =
      judgement.soundness.map { " · soundness \(Figures.decimal(Double($0), places: 2))" } ?? ""
    return """
      <article class="sentence"><h3>Line \(Figures.count(judgement.line))\(soundness) · \
      \(judgement.fate.rawValue)</h3>\(rows)</article>
      """
  }
}
