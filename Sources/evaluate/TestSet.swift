import CommandSupport
import Dragoman

/// The lines of a file that have to do with one another by their number.
struct TestFile {
  /// What the user calls it.
  let name: String
  let lines: [String]
  /// How many line ends had a carriage return.
  var carriageReturns = 0

  /// The longest line in bytes, 1 MiB: n-grams of characters take hundreds of bytes for each of them.
  private static let longestLine = 1 << 20

  /// A text that is in no file.
  init(name: String, lines: [String]) {
    self.name = name
    self.lines = lines
  }

  /// Reads the file at `path`, or standard input when that is `-`.
  ///
  /// - Throws: `InputError` when it cannot be read, is empty or has a line that is no sentence.
  init(path: String) throws {
    let reader = try LineReader(path: path)
    var lines: [String] = []
    while let line = try reader.next() {
      guard line.utf8.count <= Self.longestLine else {
        throw InputError(
          "\(reader.path):\(reader.lineNumber)",
          "the line is longer than \(Self.longestLine >> 20) MiB.",
          remedy: "Give one sentence a line.")
      }
      lines.append(line)
    }
    self.init(name: reader.path, lines: lines)
    carriageReturns = reader.carriageReturns
    guard !lines.isEmpty else {
      throw InputError(name, "is empty.", remedy: "Give one sentence a line.")
    }
  }
}

/// What is to be scored: translations of some sentences, and what they are held against.
struct TestSet {
  var systems: [TestFile]
  let references: [TestFile]
  let source: TestFile?

  /// Reads the files, several at a time.
  ///
  /// - Throws: `InputError` when one cannot be read, or has not as many lines as the others.
  init(systems: [String], references: [String], source: String?, threads: Int) throws {
    let paths = systems + references + [source].compactMap(\.self)
    let files = try mapConcurrently(paths, threads: threads) { try TestFile(path: $0) }
    self.systems = Array(files.prefix(systems.count))
    self.references = Array(files.dropFirst(systems.count).prefix(references.count))
    self.source = source == nil ? nil : files.last
    for file in files.dropFirst() where file.lines.count != files[0].lines.count {
      var problem =
        "\(Figures.count(file.lines.count)) lines, but \(files[0].name) has \(Figures.count(files[0].lines.count))."
      if min(file.lines.count, files[0].lines.count) >= 10 {
        let line = lineOfMisalignment(
          file.lines.map(\.utf8.count), files[0].lines.map(\.utf8.count))
        problem += " The lengths stop fitting together near line \(Figures.count(line))."
      }
      throw InputError(
        file.name, problem,
        remedy: "Line n of one must be a translation of the same sentence as line n of the other.")
    }
  }

  /// What to call the systems: their files' names, with folders only where names would be the same.
  var labels: [String] {
    let names = systems.map { $0.name.split(separator: "/").last.map(String.init) ?? $0.name }
    return Set(names).count == names.count ? names : systems.map(\.name)
  }

  /// What is suspicious about the files.
  func warnings(_ checks: InputChecks) -> [InputWarning] {
    var warnings = (systems + references).compactMap { file -> InputWarning? in
      guard file.carriageReturns > 0 else { return nil }
      let count = Figures.count(file.carriageReturns)
      return InputWarning(
        file.name, "\(count) lines end in a carriage return, which is not counted",
        remedy: "write the file with Unix line ends")
    }
    for (index, system) in systems.enumerated() {
      if let same = systems[..<index].first(where: { $0.lines == system.lines }) {
        let problem =
          same.name == system.name ? "is there twice" : "equals \(same.name) in every line"
        warnings.append(InputWarning(system.name, problem, remedy: "compare different systems"))
      } else {
        warnings += checks.warnings(about: system.lines, place: system.name)
      }
    }
    for (index, reference) in references.enumerated() {
      warnings += checks.warnings(aboutReference: index, place: reference.name)
    }
    return warnings
  }
}
