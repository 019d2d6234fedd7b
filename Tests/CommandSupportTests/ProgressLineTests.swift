import CommandSupport
import Glibc
import Synchronization
import Testing

@Suite struct ProgressLineTests {
  /// What comes within five seconds, or all until then that is as long as `text`: a terminal may hand
  /// on a line in parts.
  private func shown(on descriptor: Int32, expecting text: String) -> String {
    var shown: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while shown.count < text.utf8.count, poll(&event, 1, 5000) > 0 {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      shown += bytes.prefix(count)
    }
    return String(decoding: shown, as: UTF8.self)
  }

  private func expect(_ text: String, on descriptor: Int32) {
    #expect(shown(on: descriptor, expecting: text) == text)
  }

  @Test func overwritesItself() throws {
    let (screen, line) = try terminal()
    defer { _ = [screen, line].map { close($0) } }
    let start = ContinuousClock.now
    let milliseconds = Atomic(0)
    let progress = ProgressLine(descriptor: line) {
      start + .milliseconds(milliseconds.load(ordering: .relaxed))
    }
    progress.update("one")
    expect("\rone\u{1B}[K", on: screen)
    milliseconds.store(99, ordering: .relaxed)
    progress.update("too soon")
    milliseconds.store(100, ordering: .relaxed)
    progress.update("two")
    expect("\rtwo\u{1B}[K", on: screen)
    progress.update("last")
    progress.finish()
    expect("\rlast\u{1B}[K\r\n", on: screen)
    progress.update(String(repeating: "x", count: 100))
    expect("\r\(String(repeating: "x", count: 39))\u{1B}[K", on: screen)
    progress.clear()
    expect("\r\u{1B}[K", on: screen)
  }

  @Test func writesNothingToAPipe() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let progress = ProgressLine(descriptor: ends[1])
    progress.update("one")
    progress.finish()
    close(ends[1])
    #expect(shown(on: ends[0], expecting: "one").isEmpty)
    close(ends[0])
  }
}
