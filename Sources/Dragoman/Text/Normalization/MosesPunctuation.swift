extension Normalizer.Step {
  /// What Moses' `normalize-punctuation.perl` does in every language: quotes, dashes, ellipses and the
  /// spaces around punctuation. The result is that of sacremoses' `MosesPunctNormalizer` without
  /// `norm_quote_commas` and `norm_numbers`, which move marks and digits by the customs of a language.
  ///
  /// Where the original keeps what stands beside a space, the patterns here look at it and leave it
  /// alone, so that the Hugging Face library can apply them.
  public static let mosesPunctuation: [Normalizer.Step] =
    [
      strings([("\r", ""), ("(", " ("), (")", ") ")]), [spaces],
      [pattern(#"(?<=\)) (?=[.!:?;,])"#, "")],
      strings([("( ", "("), (" )", ")")]),
      [pattern(#"(?<=\d) (?=%)"#, "")],
      strings([(" :", ":"), (" ;", ";"), ("`", "'"), ("''", " \" ")]),
      strings([("„", "\""), ("“", "\""), ("”", "\""), ("–", "-"), ("—", " - ")]), [spaces],
      strings([("´", "'"), ("‘", "'"), ("‚", "'"), ("’", "'"), ("''", "\""), ("…", "...")]),
      strings([
        ("\u{A0}«\u{A0}", "\""), ("«\u{A0}", "\""), ("«", "\""), ("\u{A0}»\u{A0}", "\""),
        ("\u{A0}»", "\""), ("»", "\""), ("\u{A0}%", "%"), ("nº\u{A0}", "nº "), ("\u{A0}:", ":"),
        ("\u{A0}ºC", " ºC"), ("\u{A0}cm", " cm"), ("\u{A0}?", "?"), ("\u{A0}!", "!"),
        ("\u{A0};", ";"), (",\u{A0}", ", "),
      ]), [spaces, .strip(left: true, right: true)],
    ].flatMap(\.self)

  private static let spaces = pattern(" +", " ")

  private static func strings(_ pairs: [(String, String)]) -> [Normalizer.Step] {
    pairs.map { .replace(TextPattern(string: $0), with: $1) }
  }

  private static func pattern(_ pattern: String, _ text: String) -> Normalizer.Step {
    .replace(TextPattern(expression: pattern), with: text)
  }
}
