extension Normalizer {
  /// NFKC, and controls, white space and `▁` as the tokenizer needs them. The result is a fixed
  /// point: normalised text stays as it is.
  public static let standard = Normalizer(
    steps: [
      .removeControls, .unicode(.nfkc), .replaceMetaspace, .collapseWhiteSpace,
      .strip(left: true, right: true),
    ])
}

extension Normalizer.Step {
  /// Removes C0 and C1 controls that are not white space, soft hyphens and byte-order marks.
  ///
  /// Joiners (U+200C, U+200D) stay: emoji sequences and Persian and Indic spelling need them.
  public static let removeControls = Normalizer.Step.replace(
    TextPattern(
      anyOf: CharacterSet([
        0x0...0x8, 0xE...0x1F, 0x7F...0x84, 0x86...0x9F, 0xAD...0xAD, 0xFEFF...0xFEFF,
      ])), with: "")

  /// Writes `_` for `▁` (U+2581), which means a space to the tokenizer.
  public static let replaceMetaspace = Normalizer.Step.replace(
    TextPattern(string: "▁"), with: "_")

  /// Writes one space for every run of Unicode white space, line separators included.
  public static let collapseWhiteSpace = Normalizer.Step.replace(.whiteSpace, with: " ")
}
