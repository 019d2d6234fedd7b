/// The one-based line near which two files that should be translations of each other part ways.
///
/// Where lines belong together their lengths do too (Gale & Church 1993, *A Program for Aligning
/// Sentences in Bilingual Corpora*). The shorter file lacks lines somewhere: up to there line `n`
/// fits line `n`, behind it line `n` fits the line as many further on as the files differ. The line
/// found is the one at which changing from the first to the second costs least over the whole file.
///
/// Lines missing in several places cannot all be found so; the answer is then among them.
package func lineOfMisalignment(_ source: [Int], _ target: [Int]) -> Int {
  let (short, long) = source.count < target.count ? (source, target) : (target, source)
  let shift = long.count - short.count
  let (shortLengths, longLengths) = (short.map(Double.init), long.map(Double.init))
  let ratio = mean(longLengths) / mean(shortLengths)

  // The saving of all lines so far having been read without the shift.
  var saving = 0.0
  var best = (saving: 0.0, line: 1)
  for (line, length) in shortLengths.enumerated() {
    saving +=
      lengthMismatch(length * ratio, longLengths[line + shift])
      - lengthMismatch(length * ratio, longLengths[line])
    if saving > best.saving { best = (saving, line + 2) }
  }
  return best.line
}

private func mean(_ lengths: [Double]) -> Double {
  lengths.reduce(1, +) / Double(lengths.count + 1)
}

/// How badly two lengths fit: the squared deviation of their difference in standard deviations.
///
/// The variance of a translation's length grows with the length; Gale and Church measured 6.8 a
/// character. It is bounded, so that a single free translation does not outweigh its neighbours.
private func lengthMismatch(_ expected: Double, _ found: Double) -> Double {
  let difference = found - expected
  return min(difference * difference / (6.8 * (expected + found) / 2 + 1), 16)
}
