import Dragoman
import FoundationEssentials
import Testing

/// Shortlists as Marian and Firefox have them, beside a model of Marian.
@Suite struct MarianShortlistTests {
  private let folder: TemporaryFolder
  private let model: ModelFolder
  private let tokenizers: TokenizerPair

  init() throws {
    folder = try TemporaryFolder()
    for name in ["model.npz", "vocab.spm"] {
      try FileManager.default.copyItem(
        atPath: Golden.path("models/native-ssru/\(name)"), toPath: folder.file(name))
    }
    model = ModelFolder(folder.path)
    tokenizers = try model.loadTokenizers()
  }

  private func binary(
    lists: [[UInt32]], offsets: [UInt64]? = nil, first: UInt64 = 3, count: UInt64? = nil
  ) -> Data {
    let ends = lists.reduce(into: [UInt64(0)]) { $0.append($0[$0.count - 1] + UInt64($1.count)) }
    let offsets = offsets ?? ends
    let tokens = lists.flatMap(\.self)
    let header: [UInt64] = [
      0xF11A_48D5_0134_17F5, 0, first, 50, UInt64(offsets.count), count ?? UInt64(tokens.count),
    ]
    var data = Data()
    for number in header + offsets {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    for token in tokens {
      withUnsafeBytes(of: token.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }

  private func write(_ data: Data, _ name: String = "lex.50.50.ende.s2t.bin") throws {
    try data.write(to: URL(filePath: folder.file(name)))
  }

  /// One list of one token for each token of the source.
  private var lists: [[UInt32]] {
    (0..<tokenizers.source.count).map { [UInt32(tokenizers.target.count - 1 - $0)] }
  }

  @Test func binaryListsAreThoseOfTheSourcesTokens() throws {
    try write(binary(lists: lists))
    let shortlist = try model.loadShortlist(for: tokenizers)
    let last = Int32(tokenizers.target.count - 1)
    let frequent = Set(0..<min(last + 1, Int32(Shortlist.frequentTokens)))
    #expect(shortlist.tokens(for: [2]) == frequent.union([2, last - 2]).sorted())
  }

  @Test func textListsHaveTheLikeliest() throws {
    func name(_ token: Int) -> String { tokenizers.source.piece(Int32(token)) }
    let lines = (5..<15).map { "\(name($0)) \(name(4)) 0.\($0 < 10 ? "0" : "")\($0)" }
    try write(Data((lines + ["NULL \(name(4)) 0.9", ""]).joined(separator: "\n").utf8), "lex.s2t")
    try Data("models: [model.npz]\nvocabs: [vocab.spm]\nshortlist: [lex.s2t, 3, 2]\n".utf8)
      .write(to: URL(filePath: folder.file("decoder.yml")))
    let list = try MarianShortlist(path: folder.file("lex.s2t"), first: 3, best: 2)
      .read(for: tokenizers)
    #expect(try model.loadShortlist(for: tokenizers) == list)
    #expect(
      try MarianShortlist(path: folder.file("lex.s2t"), best: 3).read(for: tokenizers) != list)
  }

  @Test func translationsHaveTokensOfTheListOnly() throws {
    try write(binary(lists: lists))
    let translator = try Translator(ensemble: [model], usesShortlist: true)
    #expect(translator.translate(["one two"])[0].sentences.count == 1)
  }

  @Test func otherListsAreRefused() throws {
    let few = Array(lists.dropLast())
    let unknown = few + [[UInt32(tokenizers.target.count)]]
    let turned = Array((0...UInt64(lists.count)).reversed())
    for (data, finding) in [
      (binary(lists: few), "lists for \(lists.count - 1) tokens"),
      (binary(lists: unknown), "names token \(tokenizers.target.count)"),
      (binary(lists: lists, offsets: turned), "one after the other"),
      (binary(lists: lists).dropLast(4), "truncated"),
      (binary(lists: lists, count: .max), "truncated"),
      (Data("no list at all\n".utf8), "a token, a token and a probability"),
    ] {
      try write(Data(data))
      let error = #expect(throws: InputError.self) { try model.loadShortlist(for: tokenizers) }
      #expect(error?.description.contains(finding) == true)
    }
  }
}
