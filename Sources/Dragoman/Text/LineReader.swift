import Glibc

/// Reads a UTF-8 text file line by line, in bounded memory.
///
/// A line ends at a line feed alone, so that the count of lines is what `wc -l` and every other tool
/// of the field says; a carriage return before it and a byte-order mark at the start of the file are
/// dropped. A last line without a line feed counts.
public final class LineReader {
  /// The path as the user gave it; `-` is standard input.
  public let path: String
  /// The number of lines returned so far; also the one-based number of the last one.
  public private(set) var lineNumber = 0

  /// The number of line ends so far that had a carriage return, which was dropped.
  public private(set) var carriageReturns = 0

  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var position = 0
  private var end = 0

  /// Opens the file at `path`, or standard input when it is `-`.
  ///
  /// - Throws: ``InputError`` when the file is missing, a folder, or not to be read.
  public init(path: String) throws {
    self.path = path == "-" ? "standard input" : path
    guard path != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InputError(path, "cannot be read: \(lastSystemError()).", remedy: "Check the path.")
    }
  }

  deinit {
    if descriptor > STDIN_FILENO { close(descriptor) }
  }

  /// Whether a person is typing the lines.
  public var isInteractive: Bool { isatty(descriptor) == 1 }

  /// The next line without its end, or `nil` after the last.
  ///
  /// - Throws: ``InputError`` with the line and the byte offset in it where the bytes are not UTF-8.
  public func next() throws -> String? {
    var line: [UInt8] = []
    while true {
      if position == end, try !refill() {
        if line.isEmpty { return nil }
        break
      }
      let rest = buffer[position..<end]
      if let lineFeed = rest.firstIndex(of: 0x0A) {
        line += buffer[position..<lineFeed]
        position = lineFeed + 1
        break
      }
      line += rest
      position = end
    }
    lineNumber += 1
    if line.last == 0x0D {
      line.removeLast()
      carriageReturns += 1
    }
    if lineNumber == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    guard let text = String(validating: line, as: UTF8.self) else { throw invalid(line) }
    return text
  }

  private func refill() throws -> Bool {
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw InputError(path, "cannot be read: \(lastSystemError()).", remedy: "Check the path.")
      }
      position = 0
      end = count
      return count > 0
    }
  }

  private func invalid(_ line: [UInt8]) -> InputError {
    var offset = 0
    do {
      _ = try UTF8Span(validating: line.span)
    } catch {
      offset = error.byteOffsets.lowerBound
    }
    let byte = String(line[offset], radix: 16, uppercase: true)
    return InputError(
      "\(path):\(lineNumber)",
      "not UTF-8 at byte \(offset + 1) of the line (found 0x\(byte)).",
      remedy: "Convert the file first, for example with: iconv -f LATIN1 -t UTF-8 \(path)")
  }
}

/// All lines of a file, or of standard input when `path` is `-`.
///
/// - Throws: ``InputError`` as ``LineReader`` does.
public func readLines(_ path: String) throws -> [String] {
  let reader = try LineReader(path: path)
  var lines: [String] = []
  while let line = try reader.next() { lines.append(line) }
  return lines
}
