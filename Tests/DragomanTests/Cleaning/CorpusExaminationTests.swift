import Testing

import Dragoman

@Suite struct CorpusExaminationTests {
  /// Lines, from 1, at which a toy corpus is broken in one way each.
  private static let broken = Array(stride(from: 50, to: 2_900, by: 100))

  /// What is said of lines that are broken, and of how many others anything is said.
  private func faults(
    heldOut: [String] = [], _ corpus: ToyCorpus = ToyCorpus(),
    _ breaking: (inout (source: String, target: String), ToyCorpus) -> Void
  ) throws -> (broken: [[PairFault]], others: Int) {
    var bad = corpus
    for line in Self.broken { breaking(&bad.pairs[line - 1], corpus) }
    let judgements = try bad.examined(heldOut: heldOut).judgements
    #expect(judgements.map(\.line) == Array(1...corpus.pairs.count))
    let lines = Set(Self.broken)
    return (
      Self.broken.map { judgements[$0 - 1].faults },
      judgements.count { !lines.contains($0.line) && !$0.faults.isEmpty }
    )
  }

  /// How many of the broken lines have a fault.
  private func named(_ fault: PairFault, _ found: (broken: [[PairFault]], others: Int)) -> Int {
    found.broken.count { $0.contains(fault) }
  }

  @Test func aSoundCorpusIsSound() throws {
    let found = try ToyCorpus().examined()
    #expect(found.judgements.count { $0.fate != .kept } <= 15)
    #expect(found.findings.shifts.isEmpty)
    #expect(found.findings.lines == (3_000, 3_000))
  }

  @Test func targetsOfOtherSourcesAreMisaligned() throws {
    let found = try faults { pair, corpus in
      pair.target = corpus.pairs[(pair.source.utf8.count * 37 + 5) % corpus.pairs.count].target
    }
    #expect(named(.misaligned, found) >= Self.broken.count - 2)
    #expect(found.others <= 15)
  }

  @Test func sidesThatAreCutAreTold() throws {
    func half(_ text: String) -> String {
      let words = text.split(separator: " ")
      return words.prefix(words.count / 2).joined(separator: " ")
    }
    let target = try faults { pair, _ in pair.target = half(pair.target) }
    #expect(named(.targetCut, target) >= Self.broken.count - 2)
    let source = try faults { pair, _ in pair.source = half(pair.source) }
    #expect(named(.sourceCut, source) >= Self.broken.count - 2)
  }

  @Test func rulesNameWhatTheyFind() throws {
    let cases: [(PairFault, (inout (source: String, target: String)) -> Void)] = [
      (.empty, { $0.target = " " }),
      (.copied, { $0.target = $0.source }),
      (.mojibake, { $0.target += " fÃ¼r die TÃ¼r" }),
      (.damaged, { $0.target += " f\u{FFFD}r" }),
      (.damaged, { $0.target += " f?r" }),
      (.markup, { $0.source += " <b>x</b>" }),
      (.codes, { $0.source += " %s" }),
      (.addresses, { $0.source += " www.example.org/x" }),
      (.numbers, { $0 = ($0.source + " 1234", $0.target + " 1243") }),
      (.long, { $0.target = String(repeating: "abc def ", count: 200) }),
      (.run, { $0.target += " " + String(repeating: "ab3", count: 30) }),
      (.loop, { $0.target += String(repeating: " und so weiter", count: 6) }),
      (.signs, { $0.target = "+++ 123 456 --- ===" }),
      (.targetLanguage, { $0.target = "Это предложение на другом языке" }),
    ]
    for (fault, breaking) in cases {
      let found = try faults { pair, _ in breaking(&pair) }
      #expect(named(fault, found) == Self.broken.count, "\(fault.rawValue)")
    }
  }

  @Test func numbersThatMatchInAnotherFormAreSound() throws {
    for (source, target) in [
      ("1,234.5", "1.234,5"), ("3 PM", "15 Uhr"), ("2024-01-31", "31.01.2024"), ("50%", "50 %"),
      ("1", "ein"),
    ] {
      let found = try faults { pair, _ in
        pair = (pair.source + " " + source, pair.target + " " + target)
      }
      #expect(named(.numbers, found) == 0, "\(source) \(target)")
    }
  }

  @Test func blocksThatSlippedAreLocatedAndPutBack() throws {
    var corpus = ToyCorpus()
    let targets = corpus.pairs.map(\.target)
    // Lines 501 to 620 have the target of the line before, lines 900 to 939 that of two lines further on.
    for line in 501...620 { corpus.pairs[line - 1].target = targets[line - 2] }
    for line in 900...939 { corpus.pairs[line - 1].target = targets[line + 1] }
    let found = try corpus.examined()
    #expect(
      found.findings.shifts == [
        CorpusFindings.Shift(lines: 500...619, shift: 1),
        CorpusFindings.Shift(lines: 902...939, shift: -2),
      ])
    for judgement in found.judgements where judgement.fate == .repaired {
      #expect(judgement.repaired.target == targets[judgement.line - 1])
    }
    #expect(found.findings.fates[.repaired] ?? 0 >= 150)
  }

  @Test func aBlockThatSlippedMayBeLongerThanWhatIsReadAtATime() throws {
    var corpus = ToyCorpus(count: 30_000)
    let targets = corpus.pairs.map(\.target)
    for line in 9_000..<18_000 { corpus.pairs[line].target = targets[line - 1] }
    let shifts = try corpus.examined().findings.shifts
    #expect(shifts == [CorpusFindings.Shift(lines: 9_000...17_999, shift: 1)])
  }

  @Test func mojibakeIsRepaired() throws {
    var corpus = ToyCorpus()
    corpus.pairs[6].target = "Die TÃ¼r ist schÃ¶n."
    let judgement = try corpus.examined(learns: false).judgements[6]
    #expect(judgement.fate == .repaired)
    #expect(judgement.repaired.target == "Die Tür ist schön.")
    #expect(judgement.target == "Die TÃ¼r ist schÃ¶n.")
  }

  @Test func repetitionsAreLaterOnes() throws {
    var corpus = ToyCorpus()
    corpus.pairs[20] = corpus.pairs[10]
    corpus.pairs[30] = (corpus.pairs[10].source.uppercased(), corpus.pairs[10].target + "!")
    let judgements = try corpus.examined(learns: false).judgements
    #expect(judgements[10].faults == [])
    #expect(judgements[20].faults == [.duplicate])
    #expect(judgements[30].faults == [.nearDuplicate])
  }

  @Test func linesOfTestSetsAreLeaks() throws {
    let corpus = ToyCorpus()
    let test = [corpus.pairs[5].source.uppercased(), corpus.pairs[9].target + " !"]
    let judgements = try corpus.examined(heldOut: test, learns: false).judgements
    #expect(judgements.filter { $0.faults.contains(.leak) }.map(\.line) == [6, 10])
  }

  @Test func threadsDoNotChangeAnything() throws {
    var corpus = ToyCorpus()
    for line in 501...620 { corpus.pairs[line].target = corpus.pairs[line * 3].target }
    let one = try corpus.examined(threads: 1).judgements
    let three = try corpus.examined(threads: 3).judgements
    #expect(one.map(\.faults) == three.map(\.faults))
    #expect(one.map(\.soundness) == three.map(\.soundness))
  }

  @Test func whatIsEmptyOrCannotBeReadTwiceIsNamed() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write([], to: "empty")
    let line = try folder.write(["a house"], to: "line")
    for (source, target, place) in [
      (empty, line, empty), (line, empty, empty), ("/dev/null", line, "/dev/null"),
    ] {
      #expect {
        try CorpusExamination(CorpusFiles(source: source, target: target), options: .init())
      } throws: {
        ($0 as? InputError)?.place == place
      }
    }
  }

  @Test(arguments: [1, 2, 30]) func smallCorporaAreExamined(_ count: Int) throws {
    let found = try ToyCorpus(count: count).examined()
    #expect(found.judgements.count == count)
    #expect(found.judgements.allSatisfy { $0.fate == .kept })
  }

  @Test func linesThatOnlyOneFileHasAreEmpty() throws {
    let folder = try TemporaryFolder()
    let files = CorpusFiles(
      source: try folder.write(["a house", "a tree", "a road"], to: "source"),
      target: try folder.write(["ein Haus"], to: "target"))
    var faults: [[PairFault]] = []
    let findings = try CorpusExamination(files, options: .init()).run { faults.append($0.faults) }
    #expect(faults == [[], [.empty], [.empty]])
    #expect(findings.lines == (3, 1))
  }
}
