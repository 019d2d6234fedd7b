internal import Yams

/// The files of a model as a `decoder.yml` lists them, by their names in its folder. Folders that it names are
/// left out: models are passed on without them, and no list may name a file elsewhere.
struct MarianDecoderList {
  let models: [String]
  let vocabularies: [String]
  /// The list of words that translate each other, and how many frequent and how many likely tokens are taken of it.
  let shortlist: (name: String, first: Int, best: Int)?

  /// - Parameter names: The files of the folder.
  /// - Returns: `nil` when there is no list, or no only one.
  /// - Throws: ``InputError`` when it is damaged.
  init?(_ folder: String, _ names: [String]) throws {
    let lists = names.filter { $0.hasSuffix(".decoder.yml") }
    guard let name = names.contains("decoder.yml") ? "decoder.yml" : lists.first,
      name == "decoder.yml" || lists.count == 1
    else { return nil }
    let path = "\(folder)/\(name)"
    let text = try readLines(path).joined(separator: "\n")
    guard let node = try? Yams.compose(yaml: text), let mapping = node.mapping else {
      throw InputError(path, "is no YAML of settings.", remedy: "Copy the file again.")
    }
    func files(_ key: String) -> [String] {
      (mapping[Node(key)]?.sequence ?? []).compactMap { node in
        node.scalar?.string.split(separator: "/").last.map(String.init)
      }
    }
    (models, vocabularies) = (files("models"), files("vocabs"))
    let numbers = (mapping["shortlist"]?.sequence ?? []).map(\.int)
    shortlist = files("shortlist").first.map { name in
      func number(_ place: Int) -> Int {
        numbers.count > place
          ? numbers[place] ?? MarianShortlist.usualCount : MarianShortlist.usualCount
      }
      return (name, number(1), number(2))
    }
  }
}
