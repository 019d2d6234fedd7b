/// `line` in lower case by Unicode's full mapping, including the form that the Greek sigma takes at
/// the end of a word, which the standard library leaves out.
func lowercasing(_ line: String) -> String {
  guard line.unicodeScalars.contains(capitalSigma) else { return line.lowercased() }
  let scalars = Array(line.unicodeScalars)
  var output = ""
  for (index, scalar) in scalars.enumerated() {
    if scalar == capitalSigma {
      output += isFinal(index, in: scalars) ? "\u{3C2}" : "\u{3C3}"
    } else {
      output += scalar.properties.lowercaseMapping
    }
  }
  return output
}

private let capitalSigma: Unicode.Scalar = "\u{3A3}"

/// The condition `Final_Sigma` of the Unicode Standard (3.13, table 3-17): a cased letter before and
/// none after, looking through what case ignores.
private func isFinal(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
  let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
  let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
  return before?.properties.isCased == true && after?.properties.isCased != true
}
