extension [Unicode.Scalar] {
  /// The characters of a line, in lower case if asked for.
  init(_ line: String, lowercase: Bool) {
    self.init(unsafeUninitializedCapacity: line.utf8.count) { characters, count in
      for character in line.unicodeScalars {
        characters.initializeElement(at: count, to: character)
        count += 1
      }
    }
    if lowercase { self = lowercased() }
  }

  /// The characters in lower case by Unicode's full mapping, including the form that the Greek sigma
  /// takes at the end of a word, which the standard library leaves out.
  func lowercased() -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(count)
    for (index, character) in enumerated() {
      if character.isASCII {
        let isCapital = ("A"..."Z").contains(character)
        output.append(isCapital ? Unicode.Scalar(UInt8(character.value | 0x20)) : character)
      } else if character == "\u{3A3}" {
        output.append(isFinal(index) ? "\u{3C2}" : "\u{3C3}")
      } else {
        output.append(contentsOf: character.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return output
  }

  /// The condition `Final_Sigma` of the Unicode Standard (3.13, table 3-17): a cased letter before and
  /// none after, looking through what case ignores.
  private func isFinal(_ index: Int) -> Bool {
    let before = self[..<index].last { !$0.properties.isCaseIgnorable }
    let after = self[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }
}
