import CFuzzer
import FuzzLaws
import Glibc

/// `fuzz LAW [OPTION ...] [CORPUS ...]`: libFuzzer looks for an exception to a law.
@main
enum Fuzz {
  static func main() {
    let name = CommandLine.arguments.dropFirst().first ?? ""
    guard Law(rawValue: name) != nil else {
      let names = Law.allCases.map(\.rawValue).joined(separator: "|")
      print("usage: fuzz \(names) [OPTION ...] [CORPUS ...]")
      exit(64)
    }
    // Without the name of the law, which libFuzzer would take for a folder.
    var count = CommandLine.argc - 1
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
        // A function for C holds on to nothing, so the law is found anew.
        let law = Law(rawValue: CommandLine.arguments[1])
        do {
          try law?.check(UnsafeRawBufferPointer(start: bytes, count: count))
        } catch {
          // Ends the program, and so the search.
          print("broken: \(error)")
          fflush(nil)
          abort()
        }
        return 0
      })
  }
}
