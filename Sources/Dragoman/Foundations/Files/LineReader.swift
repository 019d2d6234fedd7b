import Glibc

/// Reads a UTF-8 text file line by line, gzip or not, in memory that one line bounds.
///
/// A line ends at a line feed alone, so that the count of lines is what `wc -l` and every other tool
/// of the field says; a carriage return before it and a byte-order mark at the start of the file are
/// dropped. A last line without a line feed counts.
public final class LineReader {
  /// What to do about bytes that are not UTF-8.
  public enum InvalidUTF8: String, Sendable, CaseIterable {
    /// An error that names the line and the byte.
    case fail
    /// One U+FFFD for each maximal part of a character, as the Unicode Standard recommends
    /// (chapter 3, section 9); ``LineReader/replacements`` counts them.
    case replace
  }

  /// The longest line in bytes: 64 MiB. What is longer is hardly text.
  public static let longestLine = 1 << 26

  /// The path as the user gave it, or `standard input`.
  public var path: String { bytes.path }
  /// The number of lines returned so far; also the one-based number of the last one.
  public private(set) var lineNumber = 0
  /// How many U+FFFD stand in place of bytes that were not UTF-8.
  public private(set) var replacements = 0

  /// The number of line ends so far that had a carriage return, which was dropped.
  public private(set) var carriageReturns = 0

  private let bytes: ByteReader
  private let invalidUTF8: InvalidUTF8
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var unread = 0..<0

  /// Opens the file at `path`, or standard input when it is `-`.
  ///
  /// - Throws: ``InputError`` when the file is missing or not to be read.
  public init(path: String, invalidUTF8: InvalidUTF8 = .fail) throws {
    bytes = try ByteReader(path: path)
    self.invalidUTF8 = invalidUTF8
  }

  /// Whether a person is typing the lines.
  public var isInteractive: Bool { bytes.isInteractive }

  /// The next line without its end, or `nil` after the last.
  ///
  /// - Throws: ``InputError`` with the line and the byte offset in it where the bytes are not UTF-8;
  ///   when the line is longer than ``longestLine``; when the file cannot be read on.
  public func next() throws -> String? {
    // What of the line is not in the buffer any more.
    var beginning: [UInt8] = []
    while true {
      if unread.isEmpty, try !refill() {
        return beginning.isEmpty ? nil : try line(beginning[...])
      }
      if let lineFeed = lineFeed() {
        let rest = buffer[unread.lowerBound..<lineFeed]
        unread = lineFeed + 1..<unread.upperBound
        return try line(beginning.isEmpty ? rest : (beginning + rest)[...])
      }
      beginning += buffer[unread]
      unread = 0..<0
      guard beginning.count <= Self.longestLine else {
        throw InputError(
          "\(path):\(lineNumber + 1)", "the line is longer than \(Self.longestLine >> 20) MiB.",
          remedy: "Give text with one sentence or paragraph a line.")
      }
    }
  }

  /// The bytes of the file that were read so far, compressed if it is.
  public var bytesRead: Int { bytes.bytesRead }

  /// The next lines: as many as have `size` bytes together, fewer at the end of the file, and none
  /// after the last. A person or a program that writes lines and waits for what becomes of them gets
  /// those that are there.
  ///
  /// - Throws: ``InputError`` as ``next()`` does.
  public func next(bytes size: Int, atMost most: Int = .max) throws -> [String] {
    var lines: [String] = []
    var total = 0
    while total < size, lines.count < most, let line = try next() {
      lines.append(line)
      total += line.utf8.count + 1
      if lineFeed() == nil, bytes.isWaiting { break }
    }
    return lines
  }

  /// All lines that are left.
  ///
  /// - Throws: ``InputError`` as ``next()`` does.
  public func rest() throws -> [String] {
    var lines: [String] = []
    while let line = try next() { lines.append(line) }
    return lines
  }

  private func refill() throws -> Bool {
    unread = 0..<(try buffer.withUnsafeMutableBytes { try bytes.read(into: $0) })
    return !unread.isEmpty
  }

  /// Where the next line feed stands in the buffer.
  private func lineFeed() -> Int? {
    buffer.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress,
        let found = memchr(start + unread.lowerBound, 0x0A, unread.count)
      else { return nil }
      return UnsafeRawPointer(found) - start
    }
  }

  private func line(_ bytes: ArraySlice<UInt8>) throws -> String {
    var bytes = bytes
    lineNumber += 1
    if bytes.last == 0x0D {
      bytes.removeLast()
      carriageReturns += 1
    }
    if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    guard invalidUTF8 == .replace else { throw invalid(Array(bytes)) }
    let text = String(decoding: bytes, as: UTF8.self)
    replacements += Self.replacementCharacters(text.utf8) - Self.replacementCharacters(bytes)
    return text
  }

  private static func replacementCharacters(_ text: some Collection<UInt8>) -> Int {
    var count = 0
    var (beforeLast, last): (UInt8, UInt8) = (0, 0)
    for byte in text {
      if byte == 0xBD, last == 0xBF, beforeLast == 0xEF { count += 1 }
      (beforeLast, last) = (last, byte)
    }
    return count
  }

  private func invalid(_ line: [UInt8]) -> InputError {
    var offset = 0
    do {
      _ = try UTF8Span(validating: line.span)
    } catch {
      offset = error.byteOffsets.lowerBound
    }
    let byte = String(line[offset], radix: 16, uppercase: true)
    let marksUTF16 = [[0xFF, 0xFE], [0xFE, 0xFF]].contains { line.starts(with: $0) }
    return InputError(
      "\(path):\(lineNumber)",
      "not UTF-8 at byte \(offset + 1) of the line (found 0x\(byte)).",
      remedy: "Convert the file first, for example with: "
        + "iconv -f \(lineNumber == 1 && marksUTF16 ? "UTF-16" : "LATIN1") -t UTF-8"
        + (bytes.isStandardInput ? "" : " \(path)"))
  }
}

/// All lines of a file, or of standard input when `path` is `-`.
///
/// - Throws: ``InputError`` as ``LineReader`` does.
public func readLines(_ path: String) throws -> [String] {
  try LineReader(path: path).rest()
}
