import CommandSupport
import Glibc
import Testing

@Suite struct EmphasisTests {
  private func shown(on descriptor: Int32, _ variables: [String: String]) -> String {
    let emphasis = Emphasis(descriptor: descriptor) { variables[$0] }
    return emphasis.wrong("a") + emphasis.missing("b") + emphasis.strong("c") + emphasis.soft("d")
  }

  @Test func terminalsHaveColours() throws {
    let (screen, line) = try terminal()
    defer { _ = [screen, line].map { close($0) } }
    let colours = "\u{1B}[31ma\u{1B}[0m\u{1B}[32mb\u{1B}[0m\u{1B}[1mc\u{1B}[0m\u{1B}[2md\u{1B}[0m"
    #expect(shown(on: line, [:]) == colours)
    #expect(shown(on: line, ["NO_COLOR": "", "TERM": "xterm"]) == colours)
    #expect(shown(on: line, ["NO_COLOR": "1"]) == "[-a-]{+b+}cd")
    #expect(shown(on: line, ["TERM": "dumb"]) == "[-a-]{+b+}cd")
  }

  @Test func filesHaveMarks() throws {
    let file = open("/dev/null", O_WRONLY)
    defer { close(file) }
    #expect(shown(on: file, [:]) == "[-a-]{+b+}cd")
  }
}
