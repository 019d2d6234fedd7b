/// Sentences whose words have tags, from a file of columns as CoNLL's tasks have them: a word a line, its tag in
/// the last column, blank lines between sentences.
public struct TaggedCorpus: Sendable {
  /// A sentence of the file.
  public struct Sentence: Sendable, Equatable {
    /// The words.
    public var words: [String] = []
    /// [words] Their tags.
    public var tags: [String] = []
    /// The line of the first word.
    public var line = 0
  }

  /// The tag of a word that is in no stretch.
  public static let outside = TaggedWords.outside
  /// What begins a document in CoNLL's files.
  private static let document = "-DOCSTART-"

  /// The file.
  public let path: String
  /// The sentences in order.
  public private(set) var sentences: [Sentence] = []

  /// Reads a file. Columns are separated by spaces or tabs.
  ///
  /// - Parameter isStrict: Whether stretches must begin with `B-` (BIO, Ramshaw & Marcus 1995).
  /// - Throws: ``InputError`` naming the line that has no tag, or one that cannot follow the tag before it.
  public init(
    path: String, isStrict: Bool = true, invalidUTF8: LineReader.InvalidUTF8 = .fail
  ) throws {
    let reader = try LineReader(path: path, invalidUTF8: invalidUTF8)
    self.path = reader.path
    var sentence = Sentence()
    func end() {
      if !sentence.words.isEmpty { sentences.append(sentence) }
      sentence = Sentence()
    }
    while let line = try reader.next() {
      let fields = line.split { $0 == " " || $0 == "\t" }.map(String.init)
      guard let word = fields.first, word != Self.document else {
        end()
        continue
      }
      func fault(_ problem: String, _ remedy: String) -> InputError {
        InputError("\(reader.path):\(reader.lineNumber)", problem, remedy: remedy)
      }
      guard fields.count > 1, let tag = fields.last else {
        throw fault(
          "the word \(word) has no tag.",
          "Give a word and its tag on each line, with a space between.")
      }
      if isStrict, let problem = Self.fault(tag, after: sentence.tags.last ?? Self.outside) {
        throw fault(problem, "Begin each stretch with B-, go on with I-, and tag all else O.")
      }
      if sentence.words.isEmpty { sentence.line = reader.lineNumber }
      sentence.words.append(word)
      sentence.tags.append(tag)
    }
    end()
    guard !sentences.isEmpty else {
      throw InputError(
        self.path, "has no words.", remedy: "Give a word and its tag on each line.")
    }
  }

  /// What is wrong with a tag at its place; `nil` when nothing is.
  static func fault(_ tag: String, after previous: String) -> String? {
    if tag == outside { return nil }
    let kind = tag.dropFirst(2)
    guard tag.hasPrefix("B-") || tag.hasPrefix("I-"), !kind.isEmpty else {
      return "the tag is \(tag), expected O, B-NAME or I-NAME."
    }
    guard tag.hasPrefix("I-"), previous == outside || previous.dropFirst(2) != kind else {
      return nil
    }
    return "the tag \(tag) stands after \(previous), but its stretch must begin with B-\(kind)."
  }

  /// The tags, each once: O first, then the others in the order of their code points.
  ///
  /// - Throws: ``InputError`` when all words have one tag.
  public func tags() throws -> [String] {
    let tags = Set(sentences.flatMap(\.tags))
    guard tags.count > 1 else {
      throw InputError(
        path,
        "all words have the tag \(tags.first ?? Self.outside), so that nothing is to be learned.",
        remedy: "Add sentences with stretches that are tagged.")
    }
    // A stretch of one word in training may be longer elsewhere.
    let all = tags.union(
      tags.filter { $0 != Self.outside }.flatMap { tag in
        ["B-\(tag.dropFirst(2))", "I-\(tag.dropFirst(2))"]
      }
    ).subtracting([Self.outside])
    return [Self.outside] + all.sorted(by: hasLowerCodePoints)
  }

  /// The number of each word's tag, sentence by sentence.
  ///
  /// - Throws: ``InputError`` naming the line whose tag is none of the model's.
  public func tagNumbers(among tags: [String]) throws -> [[Int32]] {
    let numbers = Dictionary(uniqueKeysWithValues: zip(tags, Int32(0)...))
    return try sentences.map { sentence in
      try sentence.tags.enumerated().map { index, tag in
        guard let number = numbers[tag] else {
          throw InputError(
            "\(path):\(sentence.line + index)",
            "the tag \(tag) is none of the model's: \(tags.prefix(20).joined(separator: ", ")).",
            remedy: "Correct the tag, or train with sentences that have it.")
        }
        return number
      }
    }
  }
}
