import ArgumentParser
import Documents
import Dragoman
import Glibc

/// What becomes of real documents: given back by a translator that changes nothing, all bytes are the same.
/// One that turns all words around changes all text; what it gives is read again, and has as many texts.
struct DocumentBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "Reads and writes documents, and measures how fast.",
    discussion: "Prints the files that do not come through, and a table of formats.")

  @Argument(help: "The documents.")
  var files: [String]

  @Option(help: ArgumentHelp("Folder for the documents turned around.", valueName: "dir"))
  var output: String?

  /// What came of the files of a format.
  private struct Tally {
    var (files, same, read, blocks, bytes) = (0, 0, 0, 0, 0)
    var refused = 0
    var seconds = 0.0
  }

  func run() throws {
    var tallies: [DocumentFormat: Tally] = [:]
    for file in files {
      var format: DocumentFormat?
      do {
        format = try DocumentFormat(path: file)
        guard let format else { continue }
        try check(file, format, &tallies[format, default: Tally()])
      } catch let error as InputError {
        print("refused: \(error.place): \(error.problem)")
        if let format { tallies[format, default: Tally()].refused += 1 }
      }
    }
    print("format        files  refused  same bytes  read again   blocks     MB/s")
    for (format, tally) in tallies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let speed = Figures.decimal(Double(tally.bytes) / 1e6 / max(tally.seconds, 1e-9), places: 1)
      let figures =
        [
          tally.files, tally.refused, tally.same, tally.read, tally.blocks,
        ].map(Figures.count) + [speed]
      let columns = zip(figures, [8, 9, 12, 12, 9, 9]).map {
        String(repeating: " ", count: max(1, $1 - $0.count)) + $0
      }
      print(format.rawValue.padded(to: 12) + columns.joined())
    }
  }

  private func check(_ file: String, _ format: DocumentFormat, _ tally: inout Tally) throws {
    let original = try MappedFile(path: file)
    var settings = DocumentSettings()
    settings.column = "1"
    if format == .xcstrings { settings.language = "de" }
    let clock = ContinuousClock()
    var bytes: [UInt8] = []
    var document: Document?
    tally.seconds +=
      try clock.measure {
        let read = try Document(contentsOf: file, format: format, settings: settings)
        bytes = try read.translated(by: Turned(isTurned: false)) { _ in }.bytes
        document = read
      } / .seconds(1)
    guard let document else { return }
    tally.files += 1
    tally.bytes += bytes.count
    tally.blocks += document.blockCount
    if bytes.elementsEqual(original.bytes) {
      tally.same += 1
    } else {
      print("other bytes: \(file)")
    }
    let turned = try document.translated(by: Turned(isTurned: true)) { _ in }.bytes
    let name = "\(tally.files)-\(file.split(separator: "/").last ?? "")"
    let path = "\(output ?? "/tmp")/\(name)"
    try AtomicFile.write(to: path) { append in try turned.withUnsafeBytes(append) }
    defer { if output == nil { unlink(path) } }
    let again = try Document(contentsOf: path, format: format, settings: settings)
    // Of a catalogue nothing is left to translate.
    let isCatalogue = [.po, .xliff, .tmx, .xcstrings].contains(format)
    if isCatalogue || again.blockCount == document.blockCount {
      tally.read += 1
    } else {
      print("\(document.blockCount) blocks, then \(again.blockCount): \(file)")
    }
  }
}

/// Gives lines back, or their words in the opposite order.
private struct Turned: LineTranslator {
  let isTurned: Bool

  func translate(
    _ lines: [String], keeping words: Set<String>,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [TranslatedLine] {
    lines.map { isTurned ? turned($0) : TranslatedLine(text: $0, links: []) }
  }

  private func turned(_ line: String) -> TranslatedLine {
    var text = ""
    var links: [TokenLink] = []
    for word in line.split(whereSeparator: \.isWhitespace).reversed() {
      if !text.isEmpty { text += " " }
      let (start, place) = (
        text.utf8.count, line.utf8.distance(from: line.startIndex, to: word.startIndex)
      )
      text += word
      links.append(
        TokenLink(
          source: place..<place + word.utf8.count, target: start..<text.utf8.count, weight: 1))
    }
    return TranslatedLine(text: text, links: links)
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
