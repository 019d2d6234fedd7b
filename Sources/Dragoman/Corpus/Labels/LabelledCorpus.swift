/// Texts, or pairs of texts, with a label each, from a file of columns: the label, a tab, the text and, for
/// pairs, a tab and the second text.
public struct LabelledCorpus: Sendable {
  /// A row of the file.
  public struct Row: Sendable, Equatable {
    /// What the text is.
    public var label: String
    /// The text, or the first of two.
    public var first: String
    /// The second text; `nil` where there is one only.
    public var second: String?
  }

  /// The file.
  public let path: String
  /// The rows in order; row n is line n + 1 of the file.
  public private(set) var rows: [Row] = []

  /// Reads a file.
  ///
  /// - Throws: ``InputError`` naming the line that has no label or text, or other columns than the first.
  public init(path: String, invalidUTF8: LineReader.InvalidUTF8 = .fail) throws {
    let reader = try LineReader(path: path, invalidUTF8: invalidUTF8)
    self.path = reader.path
    var columns = 0
    while let line = try reader.next() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func fault(_ problem: String) -> InputError {
        InputError(
          "\(reader.path):\(reader.lineNumber)", problem,
          remedy:
            "Give a label, a tab and a text on each line, and for pairs a tab and another text.")
      }
      if columns == 0 { columns = fields.count }
      guard (2...3).contains(fields.count) else {
        throw fault("\(fields.count) columns, expected 2 or 3.")
      }
      guard fields.count == columns else {
        throw fault("\(fields.count) columns, but line 1 has \(columns).")
      }
      if let empty = fields.firstIndex(where: \.isEmpty) {
        throw fault("column \(empty + 1) is empty.")
      }
      rows.append(
        Row(label: fields[0], first: fields[1], second: fields.count > 2 ? fields[2] : nil))
    }
    guard !rows.isEmpty else {
      throw InputError(self.path, "is empty.", remedy: "Give a label and a text on each line.")
    }
  }

  /// The labels as classes, each once, in the order of their code points.
  ///
  /// - Throws: ``InputError`` when there is one only, so that nothing is to be learned.
  public func classes() throws -> [String] {
    let classes = Set(rows.map(\.label)).sorted(by: hasLowerCodePoints)
    guard classes.count > 1 else {
      throw InputError(
        path, "all rows have the label \(classes[0]); a classifier needs two classes or more.",
        remedy: "Add rows of other classes.")
    }
    return classes
  }

  /// The number of each row's class.
  ///
  /// - Throws: ``InputError`` naming the line whose label is none of the classes.
  public func classNumbers(among classes: [String]) throws -> [Int32] {
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, Int32(0)...))
    return try rows.enumerated().map { index, row in
      guard let number = numbers[row.label] else {
        throw InputError(
          "\(path):\(index + 1)",
          "the label \(row.label) is none of the model's: \(classes.prefix(20).joined(separator: ", ")).",
          remedy: "Correct the label, or train with rows that have it.")
      }
      return number
    }
  }

  /// The labels as numbers.
  ///
  /// - Throws: ``InputError`` naming the line whose label is no finite number.
  public func numbers() throws -> [Double] {
    try rows.enumerated().map { index, row in
      guard let number = Double(row.label), number.isFinite else {
        throw InputError(
          "\(path):\(index + 1)", "the label is \(row.label), expected a number.",
          remedy: "Correct it, or learn classes instead of a number.")
      }
      return number
    }
  }
}

/// Whether one text comes before another in the order of code points, which no locale changes.
package func hasLowerCodePoints(_ one: String, _ other: String) -> Bool {
  one.unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
}
