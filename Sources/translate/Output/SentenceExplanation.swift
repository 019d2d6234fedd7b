import Dragoman
import Glibc
import Report

/// A sentence on the page of an ``Explanation``.
struct SentenceExplanation {
  private let sentence: TranslatedSentence
  private let title: String

  init(_ sentence: TranslatedSentence, title: String) {
    self.sentence = sentence
    self.title = title
  }

  var html: HTML {
    guard let best = sentence.hypotheses.first else {
      return "<h2>\(title)</h2>\(row("source", "\(sentence.source)"))"
    }
    let picture = AlignmentPicture(
      columns: sentence.sourceTokens + ["⏎"], rows: best.tokens + ["⏎"], weights: best.attention)
    return """
      <h2>\(title)</h2>
      <article class="sentence">
      \(row("source", "\(sentence.source)"))
      \(row("translation", shaded(best)))
      \(problems)
      </article>
      <div class="wide">\(picture.html)</div>
      \(others)
      """
  }

  private func row(_ name: String, _ text: HTML) -> HTML {
    "<div class=\"name\">\(name)</div><p dir=\"auto\">\(text)</p>"
  }

  private var problems: HTML {
    guard !sentence.problems.isEmpty else { return "" }
    return row("problems", "\(sentence.problems.map(\.rawValue).joined(separator: ", "))")
  }

  /// The tokens as the words that they make, each with its probability.
  private func shaded(_ hypothesis: TranslatedHypothesis) -> HTML {
    let tokens = zip(hypothesis.tokens, hypothesis.tokenScores).enumerated().map {
      index, token -> HTML in
      let (piece, score) = token
      let word = piece.hasPrefix("▁") ? String(piece.dropFirst()) : piece
      let space: HTML = piece.hasPrefix("▁") && index > 0 ? " " : ""
      let probability = Double(exp(score))
      let shade = Figures.decimal((1 - min(max(probability, 0), 1)) * 60, places: 0)
      return """
        \(space)<span style="background:color-mix(in srgb,var(--series-2) \(shade)%,transparent)" \
        title="\(piece): \(percent(probability))">\(word)</span>
        """
    }
    return HTML(joining: tokens)
  }

  private var others: HTML {
    guard sentence.hypotheses.count > 1 else { return "" }
    let rows = sentence.hypotheses.map { hypothesis -> HTML in
      """
      <tr><td dir="auto">\(hypothesis.text)</td>\
      <td>\(Figures.decimal(Double(hypothesis.score), places: 3))</td>\
      <td>\(Figures.decimal(Double(hypothesis.logProbability), places: 2))</td></tr>
      """
    }
    return """
      <div class="wide"><table>
      <thead><tr><th>Translations considered</th><th>score</th><th>log P</th></tr></thead>
      <tbody>\(rows)</tbody>
      </table></div>
      """
  }

  private func percent(_ probability: Double) -> String {
    Figures.decimal(100 * probability, places: 1) + " %"
  }
}
