import ArgumentParser
import CommandSupport
import Dragoman
import Glibc

/// Runs `body` on the path of a file with the bytes, which is in memory, where files cost little.
func withFile(
  _ bytes: UnsafeRawBufferPointer, _ body: (_ path: String) throws -> Void
) throws {
  let path = "/dev/shm/dragoman-fuzz-\(getpid())-\(pthread_self())"
  try write(bytes, to: path)
  defer { unlink(path) }
  try body(path)
}

private func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws {
  guard let file = fopen(path, "w") else { throw BrokenLaw(description: "no file \(path)") }
  defer { fclose(file) }
  try expect(fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count, "room for \(path)")
}

/// A file of weights is refused with an error, or its tensors can be read.
func checkWeights(_ bytes: UnsafeRawBufferPointer) throws {
  try withFile(bytes) { path in
    let source = try openTensors(path)
    for name in source.names { try use(name, of: source) }
  }
}

private func use(_ name: String, of source: any TensorSource) throws {
  guard let shape = source[name]?.shape else { return try expect(false, "a tensor of each name") }
  let count = shape.reduce(1, *)
  guard count <= 1 << 20 else { return }
  var floats = [Float](repeating: 0, count: count + 1)
  var integers = [Int8](repeating: 0, count: count + 1)
  (floats[count], integers[count]) = (42, 42)
  do {
    try source.copy(name, shape: shape, into: &floats)
    if shape.count == 2 {
      try source.copy(name, shape: shape, rows: 0..<shape[1], isTransposed: true, into: &floats)
      _ = try source.copyQuantized(name, shape: shape, rows: 0..<shape[0], into: &integers)
    }
  } catch is InputError {}
  do {
    try expect(try source.integers(name).map { $0.count == count } ?? true, "as many integers")
    _ = try source.text(name)
  } catch is InputError {}
  try expect(floats[count] == 42 && integers[count] == 42, "nothing behind the tensor")
}

/// A model folder is refused, or is a translator or an encoder with all its parameters.
func checkModel(_ bytes: UnsafeRawBufferPointer) throws {
  let end = bytes.firstIndex(of: 0) ?? bytes.count
  let path = "/dev/shm/dragoman-fuzz-\(getpid())-\(pthread_self())"
  let folder = ModelFolder(path)
  mkdir(path, 0o700)
  defer {
    unlink(folder.configurationPath)
    unlink(folder.weightsPath)
    rmdir(path)
  }
  try write(UnsafeRawBufferPointer(rebasing: bytes[..<end]), to: folder.configurationPath)
  try write(
    UnsafeRawBufferPointer(rebasing: bytes[min(end + 1, bytes.count)...]), to: folder.weightsPath)
  do {
    let (transformer, weights) = try folder.loadModel()
    try expect(weights.parameters.copied().count == transformer.layout.count, "all parameters")
  } catch is InputError {}
  let (encoder, weights) = try folder.loadBERT()
  try expect(weights.parameters.copied().count == encoder.layout.count, "all parameters")
}

private let smallVocabulary = Result {
  try TokenizerPair(joint: BytePairTrainer(options: .init(vocabularySize: 300)).train())
}

/// A shortlist is refused, or gives tokens of the vocabulary.
func checkShortlist(_ bytes: UnsafeRawBufferPointer) throws {
  let tokenizers = try smallVocabulary.get()
  try withFile(bytes) { path in
    let shortlist = try MarianShortlist(path: path).read(for: tokenizers)
    let known = 0..<Int32(tokenizers.target.count)
    for token in known {
      try expect(shortlist.tokens(for: [token]).allSatisfy(known.contains), "known tokens")
    }
  }
}

/// A text is refused, or all its lines are without line feeds.
func checkLines(_ bytes: UnsafeRawBufferPointer) throws {
  try withFile(bytes) { path in
    let reader = try LineReader(path: path, invalidUTF8: .replace)
    var count = 0
    while let line = try reader.next() {
      count += 1
      try expect(!line.utf8.contains(UInt8(ascii: "\n")), "lines without line feeds")
    }
    try expect(reader.lineNumber == count, "the number of lines")
  }
}

/// Options of every kind.
private struct SomeCommand: ParsableCommand {
  @Flag var resume = false
  @Option var name: String?
  @Option var reference: [String] = []
}

/// A configuration file is refused, or its settings become arguments.
func checkConfigurationFile(_ bytes: UnsafeRawBufferPointer) throws {
  try withFile(bytes) { path in
    let file = try ConfigurationFile(path: path, options: CommandOptions(of: SomeCommand.self))
    let arguments = file.expand(arguments: ["--name", "given", "--", "file"])
    try expect(arguments.starts(with: ["--name", "given"]), "the command line first")
    try expect(arguments.suffix(2) == ["--", "file"], "what is no option last")
  }
}

/// A glossary is refused, or has no entry without words.
func checkGlossary(_ bytes: UnsafeRawBufferPointer) throws {
  try withFile(bytes) { path in
    for entry in try Glossary(path: path).entries {
      try expect(!entry.source.allSatisfy(\.isWhitespace), "a term")
      try expect(!entry.target.allSatisfy(\.isWhitespace), "a translation")
    }
  }
}

/// A file of labels is refused, or has a label for each text and a tag for each word; a vocabulary is refused, or
/// splits any text.
func checkLabels(_ bytes: UnsafeRawBufferPointer) throws {
  try withFile(bytes) { path in
    do {
      let corpus = try LabelledCorpus(path: path, invalidUTF8: .replace)
      let labels = try corpus.classNumbers(among: corpus.classes())
      try expect(labels.count == corpus.rows.count, "a class for each text")
    } catch is InputError {}
    do {
      let corpus = try TaggedCorpus(path: path, isStrict: false, invalidUTF8: .replace)
      for sentence in corpus.sentences {
        try expect(sentence.words.count == sentence.tags.count, "a tag for each word")
        let shown = TaggedWords(words: sentence.words, tags: sentence.tags)
        try expect(shown.columns.count == sentence.words.count, "a column for each word")
        _ = shown.inline
        _ = EntityScores(gold: [sentence.tags], predicted: [sentence.tags])
      }
    } catch is InputError {}
    let tokenizer = try WordPieceFile(path: path).tokenizer(BERTNormalizer())
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let pieces = tokenizer.encodeWithOffsets(text)
    try expect(pieces.map(\.id) == tokenizer.encode(text), "the same pieces with offsets")
  }
}
