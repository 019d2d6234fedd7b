import Testing

import Dragoman

@Suite struct ParallelCorpusTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func corpus(_ source: [String], _ target: [String]) throws -> ParallelCorpus {
    try ParallelCorpus(
      sourcePath: folder.write(source, to: "train.en"),
      targetPath: folder.write(target, to: "train.de"))
  }

  @Test func linesOfTheTwoFilesBelongTogether() throws {
    let corpus = try corpus(["a house", "a tree"], ["ein Haus", "ein Baum"])
    #expect(
      try corpus.pairs(0..<2) == [
        .init(source: "a house", target: "ein Haus", line: 1),
        .init(source: "a tree", target: "ein Baum", line: 2),
      ])
    #expect(try corpus.lines(of: .target, 1..<2) == ["ein Baum"])
    #expect(corpus.count == 2)
    #expect(corpus.blankLines == [])
  }

  @Test func pairsWithABlankSideAreLeftOutAndCounted() throws {
    let corpus = try corpus(
      ["a house", "", "a tree", "", "\u{3000}"], ["ein Haus", "x", " \t", "", "y"])
    #expect(corpus.count == 1)
    #expect(try corpus.pair(0) == .init(source: "a house", target: "ein Haus", line: 1))
    #expect(corpus.blankLines == [2, 3, 4, 5])
  }

  @Test func missingFileIsNamed() throws {
    let path = try folder.write(["a"], to: "train.en")
    #expect(
      throws: InputError(
        "nowhere.de", "cannot be read: No such file or directory.", remedy: "Check the path.")
    ) {
      try ParallelCorpus(sourcePath: path, targetPath: "nowhere.de")
    }
  }

  @Test func folderIsNotAFile() throws {
    let path = try folder.write(["a"], to: "train.en")
    #expect(
      throws: InputError(
        folder.path, "cannot be read: Is a directory.", remedy: "Check the path.")
    ) {
      try ParallelCorpus(sourcePath: path, targetPath: folder.path)
    }
  }

  @Test(arguments: [([], "is empty."), (["", " "], "has only blank lines.")])
  func fileWithoutASentence(lines: [String], problem: String) throws {
    #expect(
      throws: InputError(
        "\(folder.path)/train.de", problem,
        remedy: "A corpus needs at least one sentence and its translation.")
    ) {
      try corpus(["a", "b"], lines)
    }
  }

  @Test func sentencesFacingOnlyBlankLines() throws {
    #expect(
      throws: InputError(
        "\(folder.path)/train.de",
        "has a blank line wherever \(folder.path)/train.en has a sentence.",
        remedy: "Make the files line by line translations of each other.")
    ) {
      try corpus(["a", ""], ["", "b"])
    }
  }

  @Test func differentLineCountsNameBothAndThePlace() throws {
    #expect(
      throws: InputError(
        "\(folder.path)/train.de",
        "3 lines, but \(folder.path)/train.en has 4. "
          + "The lengths stop fitting together near line 2.",
        remedy: "Make the files line by line translations of each other.")
    ) {
      try corpus(
        ["Yes.", "A long sentence that goes on and on.", "No.", "A long one at the very end."],
        ["Ja.", "Nein.", "Ein langer Satz am Ende."])
    }
  }
}
