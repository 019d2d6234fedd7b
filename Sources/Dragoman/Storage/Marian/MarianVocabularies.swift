internal import Yams

/// The vocabularies of a model of Marian.
///
/// A SentencePiece model numbers its pieces itself. A list of pieces, `.yml`, numbers those of a SentencePiece
/// model that stands beside it (`source.spm` and `target.spm`, as OPUS-MT's packages have them).
struct MarianVocabularies {
  /// The files of a side: how text is split, and the list that numbers its pieces, if there is one.
  private struct Side: Equatable {
    var pieces: String
    var list: String?
  }

  private let folder: String
  private let source: Side?
  private let target: Side?

  /// - Parameters:
  ///   - names: The files of the folder.
  ///   - listed: The files that the model's `decoder.yml` lists.
  init(_ folder: String, _ names: [String], listed: [String]) {
    self.folder = folder
    let found = listed.isEmpty ? Self.vocabularies(among: names) : listed
    func side(_ name: String?, _ pieces: String) -> Side? {
      guard let name else { return nil }
      return name.hasSuffix(".spm")
        ? Side(pieces: name, list: nil) : Side(pieces: pieces, list: name)
    }
    source = side(found.first, "source.spm")
    target = side(found.last, "target.spm")
  }

  /// The vocabularies by their names: of the source, then of the target, or one for both.
  private static func vocabularies(among names: [String]) -> [String] {
    let files = names.filter { name in
      name.hasSuffix(".spm") && !["source.spm", "target.spm"].contains(name)
        || name.contains("vocab") && name.hasSuffix(".yml")
    }
    guard files.count == 2 else { return files }
    return files.sorted { isSource($0) && !isSource($1) }
  }

  private static func isSource(_ name: String) -> Bool {
    name.contains("src") || name.contains("source")
  }

  /// The token of the target that stands for what cannot be spelled.
  func unknown() throws -> Int? {
    guard let target else { return nil }
    if let list = target.list {
      return Tokenizer.unknown(among: try Self.names("\(folder)/\(list)"))
    }
    return Tokenizer.unknown(
      among: try Tokenizer(contentsOf: "\(folder)/\(target.pieces)").names)
  }

  /// - Parameter sizes: Tokens that the model has on each side.
  /// - Throws: ``InputError`` when a file is missing, damaged, or of another size.
  func tokenizers(sizes: (source: Int, target: Int)) throws -> TokenizerPair {
    guard let source, let target else {
      throw InputError(
        folder, "has no vocabulary.",
        remedy: "Put the .spm files of the model there, and its .yml files if it has some.")
    }
    let isJoint = source == target
    let targetTokenizer = try tokenizer(target, size: sizes.target)
    let sourceTokenizer = isJoint ? targetTokenizer : try tokenizer(source, size: sizes.source)
    func end(_ tokenizer: Tokenizer, _ side: Side) throws -> Int32 {
      if let end = tokenizer.id(named: "</s>") { return end }
      throw InputError("\(folder)/\(side.list ?? side.pieces)", "has no end mark, </s>.")
    }
    let sourceEnd = try end(sourceTokenizer, source)
    // Decoding starts with zeros, which no token has.
    return TokenizerPair(
      source: sourceTokenizer, target: targetTokenizer, isJoint: isJoint,
      sourceFrame: SentenceFrame(before: [], after: [sourceEnd]),
      targetFrame: SentenceFrame(before: [-1], after: [try end(targetTokenizer, target)]),
      languages: LanguageTokens(
        named: sourceTokenizer.names, origin: "\(folder)/\(source.list ?? source.pieces)"))
  }

  private func tokenizer(_ side: Side, size: Int) throws -> Tokenizer {
    let tokenizer = try Tokenizer(contentsOf: "\(folder)/\(side.pieces)")
    let place = "\(folder)/\(side.list ?? side.pieces)"
    var names =
      try side.list.map { try Self.names("\(folder)/\($0)") }
      ?? tokenizer.names
    if side.list == nil, names.count == size { return tokenizer }
    names += TokenNames.unused(names.count, size)
    guard names.count == size else {
      throw InputError(
        place, "has \(names.count) tokens, but the model has \(size).",
        remedy: "Use the files of one model together.")
    }
    return try tokenizer.numbered(names, place: place) {
      $0.hasPrefix(">>") || $0 == "</s>" || TokenNames.isUnused($0)
    }
  }

  /// The pieces of a list by number.
  private static func names(_ path: String) throws -> [String] {
    let text = try readLines(path).joined(separator: "\n")
    guard let node = try? Yams.compose(yaml: text), let mapping = node.mapping else {
      throw InputError(path, "is no list of pieces in YAML.", remedy: "Copy the file again.")
    }
    var names = [String?](repeating: nil, count: mapping.count)
    for (piece, number) in mapping {
      guard let name = piece.scalar?.string, let id = number.scalar.flatMap({ Int($0.string) }),
        names.indices.contains(id), names[id] == nil
      else {
        throw InputError(
          path, "its pieces are not numbered from 0 to \(mapping.count - 1), each once.",
          remedy: "Copy the file again.")
      }
      names[id] = name
    }
    return names.compactMap(\.self)
  }
}
