internal import CYAML
import Dragoman

/// A YAML file that is a mapping from names to texts or lists of texts, read by libyaml.
struct YAMLMapping {
  /// A value, as far as an option can take it.
  enum Value {
    case text(String)
    /// `nil` for an element that is not a text.
    case list([String?])
    case mapping
  }

  /// One line `name: value`.
  struct Entry {
    var name: String
    var value: Value
    /// The line of the name, from 1 on.
    var line: Int
  }

  /// In the order of the file.
  let entries: [Entry]

  /// Reads the file at `path`.
  ///
  /// - Throws: `InputError` naming the line when it is not YAML, is not a mapping, or has a name twice.
  init(path: String) throws {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { throw InputError(path, "not enough memory.") }
    defer { yaml_parser_delete(parser) }
    var text = try readLines(path).joined(separator: "\n")
    entries = try text.withUTF8 { text in
      yaml_parser_set_input_string(parser, text.baseAddress, text.count)
      let entries = try Self.withDocument(parser, path) { try Self.entries(of: $0, path) }
      try Self.withDocument(parser, path) { document in
        guard let root = yaml_document_get_root_node(document) else { return }
        throw InputError("\(path):\(Self.line(root))", "a second document; a file has one.")
      }
      return entries
    }
  }

  private static func withDocument<Result>(
    _ parser: UnsafeMutablePointer<yaml_parser_t>, _ path: String,
    _ body: (UnsafeMutablePointer<yaml_document_t>) throws -> Result
  ) throws -> Result {
    var document = yaml_document_t()
    guard yaml_parser_load(parser, &document) == 1 else {
      let error = parser.pointee
      let problem = error.problem.map { String(cString: $0) } ?? "not to be read"
      throw InputError("\(path):\(error.problem_mark.line + 1)", "not valid YAML: \(problem).")
    }
    defer { yaml_document_delete(&document) }
    return try body(&document)
  }

  private static func entries(
    of document: UnsafeMutablePointer<yaml_document_t>, _ path: String
  ) throws -> [Entry] {
    let root = yaml_document_get_root_node(document)
    guard let root, root.pointee.type == YAML_MAPPING_NODE else {
      throw InputError(
        root.map { "\(path):\(line($0))" } ?? path, "not a mapping from options to values.",
        remedy: "Write one option a line, for example: beam-size: 5")
    }
    var entries: [Entry] = []
    let pairs = root.pointee.data.mapping.pairs
    for pair in UnsafeBufferPointer(start: pairs.start, count: pairs.top - pairs.start) {
      guard let key = yaml_document_get_node(document, pair.key) else { continue }
      let name = text(of: key) ?? ""
      guard !entries.contains(where: { $0.name == name }) else {
        throw InputError("\(path):\(line(key))", "not valid YAML: there twice: '\(name)'.")
      }
      entries.append(Entry(name: name, value: value(pair.value, of: document), line: line(key)))
    }
    return entries
  }

  private static func value(
    _ index: Int32, of document: UnsafeMutablePointer<yaml_document_t>
  ) -> Value {
    guard let node = yaml_document_get_node(document, index) else { return .text("") }
    if let text = text(of: node) { return .text(text) }
    guard node.pointee.type == YAML_SEQUENCE_NODE else { return .mapping }
    let items = node.pointee.data.sequence.items
    return .list(
      UnsafeBufferPointer(start: items.start, count: items.top - items.start).map { item in
        yaml_document_get_node(document, item).flatMap(text)
      })
  }

  private static func text(of node: UnsafeMutablePointer<yaml_node_t>) -> String? {
    guard node.pointee.type == YAML_SCALAR_NODE else { return nil }
    let scalar = node.pointee.data.scalar
    return String(
      decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
  }

  private static func line(_ node: UnsafeMutablePointer<yaml_node_t>) -> Int {
    Int(node.pointee.start_mark.line) + 1
  }
}
