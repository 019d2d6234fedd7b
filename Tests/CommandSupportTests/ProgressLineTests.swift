import CommandSupport
import Glibc
import Testing

@Suite struct ProgressLineTests {
  /// Both ends of a terminal that nobody looks at, forty columns wide.
  private func terminal() throws -> (screen: Int32, line: Int32) {
    // TIOCSPTLCK and TIOCGPTN of Linux, macros that Swift does not import.
    let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))
    let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (locked, number) = (Int32(0), Int32(0))
    try #require(ioctl(screen, setLock, &locked) == 0)
    try #require(ioctl(screen, getNumber, &number) == 0)
    let line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    var size = winsize(ws_row: 24, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0)
    try #require(line >= 0 && ioctl(line, UInt(TIOCSWINSZ), &size) == 0)
    return (screen, line)
  }

  private func shown(on descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  @Test func overwritesItself() throws {
    let (screen, line) = try terminal()
    defer { _ = [screen, line].map { close($0) } }
    let progress = ProgressLine(descriptor: line)
    progress.update("one")
    #expect(shown(on: screen) == "\rone\u{1B}[K")
    progress.update("too soon")
    progress.update("last")
    progress.finish()
    #expect(shown(on: screen) == "\rlast\u{1B}[K\r\n")
    progress.update(String(repeating: "x", count: 100))
    #expect(shown(on: screen) == "\r\(String(repeating: "x", count: 39))\u{1B}[K")
    progress.clear()
    #expect(shown(on: screen) == "\r\u{1B}[K")
  }

  @Test func writesNothingToAPipe() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let progress = ProgressLine(descriptor: ends[1])
    progress.update("one")
    progress.finish()
    close(ends[1])
    #expect(shown(on: ends[0]).isEmpty)
    close(ends[0])
  }
}
