import Dragoman
import Testing

@Suite struct ShortlistTests {
  private let model = RandomModel(vocabularySize: 300, seed: 3)
  private let folder: TemporaryFolder
  private let tasks: [SearchTask]

  init() throws {
    folder = try TemporaryFolder()
    var stream = RandomStream(seed: 9)
    tasks = (0..<200).map { _ in
      let length = Int.random(in: 1...12, using: &stream)
      return SearchTask(
        source: (0..<length).map { _ in Int32.random(in: 2..<300, using: &stream) } + [1])
    }
  }

  private func options(beamSize: Int = 3) -> DecodingOptions {
    var options = DecodingOptions()
    options.beamSize = beamSize
    options.computesScores = true
    options.lengths.maximum = 10
    return options
  }

  /// Every third token beside those of the source.
  private func candidates(_ task: SearchTask) -> [Int32] {
    Set(stride(from: Int32(1), to: 300, by: 3)).union(task.source).sorted()
  }

  @Test(arguments: Precision.allCases) func allTokensAsCandidatesChangeNothing(precision: Precision)
  {
    let service = TranslationService([model.packed(precision)], frame: .own)
    var restricted = tasks
    for index in restricted.indices { restricted[index].candidates = Array(0..<300) }
    #expect(
      service.translate(restricted, options: options())
        == service.translate(tasks, options: options()))
  }

  /// A token that is no candidate might as well have no chance, but for what scores are normalised by.
  @Test(arguments: Precision.allCases) func onlyCandidatesAreChosen(precision: Precision) throws {
    let service = TranslationService([model.packed(precision)], frame: .own)
    var greedy = options(beamSize: 1)
    greedy.computesScores = false
    for task in tasks.prefix(20) {
      var restricted = task
      restricted.candidates = candidates(task)
      let others = Set(Int32(0)..<300).subtracting(candidates(task))
      let unwilling = RandomModel(vocabularySize: 300, seed: 3)
      let bias = try #require(unwilling.transformer.output.bias)
      for token in others { unwilling.weights.parameters[bias][0, Int(token)] = -1e4 }
      let found = service.translate([restricted], options: greedy)
      #expect(found[0].allSatisfy { others.isDisjoint(with: $0.tokens) })
      let expected = TranslationService([unwilling.packed(precision)], frame: .own)
        .translate([task], options: greedy)
      #expect(found == expected)
    }
  }

  @Test func companyDoesNotChangeASearch() {
    let service = TranslationService([model.packed(.int8)], frame: .own)
    var restricted = tasks
    for index in restricted.indices { restricted[index].candidates = candidates(tasks[index]) }
    // Some sentences without candidates among the others.
    for index in stride(from: 0, to: tasks.count, by: 7) { restricted[index].candidates = nil }
    let expected = restricted.map { service.translate([$0], options: options())[0] }
    for (batchSize, threads) in [(32, 1), (7, 2)] {
      var options = options()
      options.batchSize = batchSize
      options.threads = threads
      #expect(service.translate(restricted, options: options) == expected)
    }
  }

  @Test func prefixesAndTermsNeedNoPlaceInTheList() {
    let shortlist = Shortlist(
      frequent: [1, 5], translations: RaggedTokens((0..<300).map { [Int32($0), 299 - Int32($0)] }))
    #expect(shortlist.tokens(for: [7, 1]) == [1, 5, 7, 292, 298])
    #expect(shortlist.tokens(for: [7], and: [64, 0]) == [0, 1, 5, 7, 64, 292])
  }

  @Test func aFileGivesTheListBack() throws {
    let shortlist = Shortlist(
      frequent: [1, 5], translations: RaggedTokens((0..<30).map { _ in [Int32(3), 4] }))
    let path = folder.file("shortlist.safetensors")
    try shortlist.save(to: path)
    #expect(try Shortlist(contentsOf: path, sources: 30, targets: 30) == shortlist)
    let error = #expect(throws: InputError.self) {
      try Shortlist(contentsOf: path, sources: 31, targets: 31)
    }
    #expect(error?.description.contains("does not fit the model's vocabulary of 31 tokens") == true)
  }
}
