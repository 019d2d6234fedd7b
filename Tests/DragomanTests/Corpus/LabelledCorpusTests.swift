import Testing

import Dragoman

/// Files of labels and tags, and what is wrong with them.
@Suite struct LabelledCorpusTests {
  private func labelled(_ lines: [String]) throws -> LabelledCorpus {
    let folder = try TemporaryFolder()
    return try LabelledCorpus(path: folder.write(lines, to: "labels.tsv"))
  }

  private func tagged(_ lines: [String]) throws -> TaggedCorpus {
    let folder = try TemporaryFolder()
    return try TaggedCorpus(path: folder.write(lines, to: "tags.conll"))
  }

  /// The error of a call, with the file's name alone.
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
    } catch let error as InputError {
      return "\(error.place.split(separator: "/").last ?? ""): \(error.problem)"
    } catch {}
    return ""
  }

  @Test func textsAndPairs() throws {
    let corpus = try labelled(["b\tone text", "a\tanother", "b\tone"])
    #expect(corpus.rows[1].label == "a" && corpus.rows[1].first == "another")
    #expect(corpus.rows[1].second == nil)
    let classes = try corpus.classes()
    #expect(classes == ["a", "b"])
    #expect(try corpus.classNumbers(among: classes) == [1, 0, 1])
    let pairs = try labelled(["0.5\tone\ttwo", "-1\tthree\tfour"])
    #expect(pairs.rows[1].second == "four")
    #expect(try pairs.numbers() == [0.5, -1])
  }

  @Test func faultyLabels() throws {
    #expect(
      message { _ = try labelled(["a\tone", "b\ttwo\tthree"]) }
        == "labels.tsv:2: 3 columns, but line 1 has 2.")
    #expect(message { _ = try labelled(["a"]) } == "labels.tsv:1: 1 columns, expected 2 or 3.")
    #expect(
      message { _ = try labelled(["a\tone", "\ttwo"]) } == "labels.tsv:2: column 1 is empty.")
    #expect(message { _ = try labelled([]) } == "labels.tsv: is empty.")
    #expect(
      message { _ = try labelled(["a\tone", "a\ttwo"]).classes() }
        == "labels.tsv: all rows have the label a; a classifier needs two classes or more.")
    #expect(
      message { _ = try labelled(["a\tone", "c\ttwo"]).classNumbers(among: ["a", "b"]) }
        == "labels.tsv:2: the label c is none of the model's: a, b.")
    #expect(
      message { _ = try labelled(["1\tone", "x\ttwo"]).numbers() }
        == "labels.tsv:2: the label is x, expected a number.")
  }

  @Test func sentencesAndTags() throws {
    let corpus = try tagged([
      "-DOCSTART- -X- O", "", "Ada NNP B-PER", "Lovelace NNP I-PER", "wrote VBD O", "", "",
      "London\tB-LOC",
    ])
    #expect(corpus.sentences.map(\.words) == [["Ada", "Lovelace", "wrote"], ["London"]])
    #expect(corpus.sentences.map(\.line) == [3, 8])
    let tags = try corpus.tags()
    #expect(tags == ["O", "B-LOC", "B-PER", "I-LOC", "I-PER"])
    #expect(try corpus.tagNumbers(among: tags) == [[2, 4, 0], [1]])
  }

  @Test func faultyTags() throws {
    #expect(
      message { _ = try tagged(["Ada I-PER"]) }
        == "tags.conll:1: the tag I-PER stands after O, but its stretch must begin with B-PER.")
    #expect(
      message { _ = try tagged(["Ada B-PER", "London I-LOC"]) }
        == "tags.conll:2: the tag I-LOC stands after B-PER, but its stretch must begin with B-LOC.")
    #expect(
      message { _ = try tagged(["Ada B-PER", "", "London I-PER"]) }
        == "tags.conll:3: the tag I-PER stands after O, but its stretch must begin with B-PER.")
    #expect(
      message { _ = try tagged(["Ada PER"]) }
        == "tags.conll:1: the tag is PER, expected O, B-NAME or I-NAME.")
    #expect(
      message { _ = try tagged(["Ada O", "Lovelace"]) }
        == "tags.conll:2: the word Lovelace has no tag.")
    #expect(message { _ = try tagged([""]) } == "tags.conll: has no words.")
    #expect(
      message { _ = try tagged(["a O", "b O"]).tags() }
        == "tags.conll: all words have the tag O, so that nothing is to be learned.")
    #expect(
      message { _ = try tagged(["a O", "b B-X"]).tagNumbers(among: ["O", "B-Y"]) }
        == "tags.conll:2: the tag B-X is none of the model's: O, B-Y.")
  }
}
