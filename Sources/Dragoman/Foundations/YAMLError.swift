package import Yams

extension InputError {
  /// What is wrong with a YAML file, and in which line where one is known.
  package init(_ error: YamlError, in path: String) {
    let (line, problem): (Int?, String) =
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        (mark.line, problem)
      case .duplicatedKeysInMapping(let names, let context):
        (context.mark.line, "there twice: '\(names.sorted().joined(separator: "', '"))'")
      case .reader(let problem, _, _, _): (nil, problem)
      default: (nil, "\(error)")
      }
    self.init(line.map { "\(path):\($0)" } ?? path, "not valid YAML: \(problem).")
  }
}
