import CommandSupport
import Dragoman

/// Turns lines into other lines on several threads, in their order and in bounded memory.
struct LineConversion {
  /// How much text a thread takes at a time.
  private static let bytesOfChunk = 1 << 20

  /// Appends what becomes of a line. It is also told how to name the line's place (`train.en:17`).
  typealias Convert =
    @Sendable (_ line: String, _ place: () -> String, inout [UInt8]) throws -> Void

  var readers: [LineReader]
  var output: OutputFile
  var threads: Int

  /// Writes what `convert` appends for each line, and a line feed.
  ///
  /// - Throws: What `convert` throws for the first line for which it does, or an error of the files.
  func run(_ convert: Convert) throws {
    let progress = LineProgress()
    for reader in readers {
      while case let lines = try reader.next(bytes: threads * Self.bytesOfChunk), !lines.isEmpty {
        let first = reader.lineNumber - lines.count + 1
        let size = (lines.count + threads - 1) / threads
        let chunks = stride(from: 0, to: lines.count, by: size).map {
          $0..<min($0 + size, lines.count)
        }
        let path = reader.path
        let converted = mapConcurrently(chunks, threads: threads) { chunk in
          Result {
            var bytes: [UInt8] = []
            for index in chunk {
              try convert(lines[index], { "\(path):\(first + index)" }, &bytes)
              bytes.append(0x0A)
            }
            return bytes
          }
        }
        for chunk in converted { try output.write(lines: chunk.get()) }
        progress.add(lines.count)
      }
    }
    progress.end()
    for reader in readers { note(replacements: reader.replacements, in: reader.path) }
    try output.close()
  }
}
