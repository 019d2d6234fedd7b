import Glibc

/// Something about the lines to be scored that makes a score mean less than it seems to.
public struct InputWarning: Sendable, Equatable, CustomStringConvertible {
  /// The file, with the first of the lines.
  public var place: String
  /// What was found there.
  public var problem: String
  /// What to do about it.
  public var remedy: String

  /// Describes a suspicion about a file, or about some of its lines.
  public init(_ place: String, _ problem: String, remedy: String) {
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  /// `place: problem; remedy.`
  public var description: String { "\(place): \(problem); \(remedy)." }
}

/// Looks for the classic mistakes in translations that are to be scored.
///
/// A trait is suspicious only where no reference shares it, and most only in more than a few lines.
public struct InputChecks: Sendable {
  /// The script that most characters of the references have; `nil` when there is none.
  package let script: Script?

  private let references: [[String]]
  private let source: [String]?

  /// Prepares for translations of the same sentences.
  ///
  /// - Parameters:
  ///   - references: One or more sets, each with one reference for every sentence.
  ///   - source: The sentences that were translated, if they are known.
  public init(references: [[String]], source: [String]? = nil) {
    self.references = references
    self.source = source
    script = Script.main(of: references.joined())
  }

  /// What is suspicious about `hypotheses`, of which there is one for every sentence.
  ///
  /// - Parameter place: The file they are from.
  public func warnings(about hypotheses: [String], place: String) -> [InputWarning] {
    if references.contains(hypotheses) {
      let problem = "equals a reference in every line"
      return [InputWarning(place, problem, remedy: "score what a system translated")]
    }
    return checks.compactMap { $0.warning(about: hypotheses, place: place) }
  }

  /// What is suspicious about one of the sets of references.
  ///
  /// - Parameters:
  ///   - index: Its number among them.
  ///   - place: The file it is from.
  public func warnings(aboutReference index: Int, place: String) -> [InputWarning] {
    let check = Check(
      problem: "without a reference, where another has text, which can raise scores",
      remedy: "write them, or leave the file out", share: 0,
      isSuspicious: { reference, line in
        reference[line].isBlank && references.contains { !$0[line].isBlank }
      })
    return [check.warning(about: references[index], place: place)].compactMap(\.self)
  }

  /// One mistake.
  private struct Check {
    /// What is said of the lines after their number.
    var problem: String
    var remedy: String
    /// The share of all lines above which it is worth a warning.
    var share: Double
    var isSuspicious: (_ text: [String], _ line: Int) -> Bool

    /// Names the first of the lines that are suspicious, if enough are.
    func warning(about text: [String], place: String) -> InputWarning? {
      let lines = text.indices.filter { isSuspicious(text, $0) }
      guard let first = lines.first, Double(lines.count) > share * Double(text.count) else {
        return nil
      }
      let count = lines.count == 1 ? "1 line" : "\(Figures.count(lines.count)) lines"
      return InputWarning("\(place):\(first + 1)", "\(count) \(problem)", remedy: remedy)
    }
  }

  private var checks: [Check] {
    [
      Check(
        problem: "without a translation, where the reference has text",
        remedy: "they count as wrong; translate them", share: 0,
        isSuspicious: { hypotheses, line in
          hypotheses[line].isBlank && references.contains { !$0[line].isBlank }
        }),
      Check(
        problem: "with a translation, where the reference is empty",
        remedy: "check that the files belong together", share: 0,
        isSuspicious: { hypotheses, line in
          !hypotheses[line].isBlank && references.allSatisfy { $0[line].isBlank }
        }),
      Check(
        problem: "with punctuation set apart from words",
        remedy: "score detokenised text, for the metric tokenises it itself", share: 0.2,
        isSuspicious: only([" . ", " , ", " 。 ", " ， ", " 、 "])),
      Check(
        problem: "with a tokeniser's marks, such as @-@",
        remedy: "score detokenised text, for the metric tokenises it itself", share: 0,
        isSuspicious: only(["@-@", "@,@", "@.@", "@/@"])),
      Check(
        problem: "with entities, such as &quot;",
        remedy: "write the characters themselves", share: 0,
        isSuspicious: only(["&quot;", "&apos;", "&amp;", "&lt;", "&gt;", "&#"])),
      Check(
        problem: "in pieces of words (▁, @@ or ##)",
        remedy: "join the pieces to words first", share: 0.01,
        isSuspicious: only(["▁", "@@ ", " ##", "</w>"])),
      Check(
        problem: "equal to the source, but not to the reference",
        remedy: "check that they were translated", share: 0.02,
        isSuspicious: { hypotheses, line in
          hypotheses[line] == source?[line] && !hypotheses[line].isBlank
            && !references.contains { $0[line] == hypotheses[line] }
        }),
      Check(
        problem: "in another script than the references" + (script.map { " (\($0))" } ?? ""),
        remedy: "check the language of the translations", share: 0.02,
        isSuspicious: { hypotheses, line in
          !isInScript(hypotheses[line]) && references.contains { isInScript($0[line]) }
        }),
      Check(
        problem: "equal to the line before, where the references differ",
        remedy: "check that the lines have not slipped", share: 0.01,
        isSuspicious: { hypotheses, line in
          line > 0 && hypotheses[line] == hypotheses[line - 1] && !hypotheses[line].isBlank
            && references.allSatisfy { $0[line] != $0[line - 1] }
        }),
    ]
  }

  /// Whether a translation has one of `marks` and no reference of the sentence has one. A mark may
  /// end with the space that stands for the end of the line.
  private func only(_ marks: [StaticString]) -> ([String], Int) -> Bool {
    { hypotheses, line in
      hypotheses[line].contains(oneOf: marks)
        && !references.contains { $0[line].contains(oneOf: marks) }
    }
  }

  /// Whether there are characters of the references' script; also when there are none of any.
  private func isInScript(_ line: String) -> Bool {
    guard let script else { return true }
    var hasOther = false
    for character in line.unicodeScalars {
      guard let other = Script(character) else { continue }
      if other == script || (other.isHanOrKana && script.isHanOrKana) { return true }
      hasOther = true
    }
    return !hasOther
  }
}

extension String {
  fileprivate var isBlank: Bool { unicodeScalars.allSatisfy(WhiteSpace.contains) }

  /// Whether one of `marks` is in the line, whose end counts as a space.
  fileprivate func contains(oneOf marks: [StaticString]) -> Bool {
    var line = self
    return line.withUTF8 { text in marks.contains { text.contains($0) || text.ends(with: $0) } }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the text and a space end with `mark`.
  fileprivate func ends(with mark: StaticString) -> Bool {
    let length = mark.utf8CodeUnitCount - 1
    guard count >= length, mark.utf8Start[length] == 0x20, let start = baseAddress else {
      return false
    }
    return memcmp(start + count - length, mark.utf8Start, length) == 0
  }

  /// Looks for the first byte of `mark` that is no space, since a line has many spaces.
  fileprivate func contains(_ mark: StaticString) -> Bool {
    let length = mark.utf8CodeUnitCount
    let anchor = mark.utf8Start[0] == 0x20 ? 1 : 0
    guard let line = baseAddress, count >= length else { return false }
    var start = line + anchor
    // The last place at which the byte could be.
    let last = start + (count - length)
    while start <= last,
      let found = memchr(start, Int32(mark.utf8Start[anchor]), last - start + 1)
    {
      let place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      if memcmp(place - anchor, mark.utf8Start, length) == 0 { return true }
      start = place + 1
    }
    return false
  }
}
