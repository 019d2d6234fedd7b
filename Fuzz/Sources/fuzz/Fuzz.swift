import CFuzzer
import Glibc

/// `fuzz NAME [OPTION ...] [CORPUS ...]`: libFuzzer on one of the tests below.
@main
enum Fuzz {
  static func main() {
    let name = CommandLine.arguments.dropFirst().first
    // Without the name of the test, which libFuzzer would take for a folder.
    var count = CommandLine.argc - 1
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    switch name {
    case "text":
      exit(
        LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
          let bytes = UnsafeBufferPointer(start: bytes, count: count)
          test(text: String(decoding: bytes, as: UTF8.self))
          return 0
        })
    case "vocabulary":
      exit(
        LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
          test(vocabulary: UnsafeRawBufferPointer(start: bytes, count: count))
          return 0
        })
    case "weights":
      exit(
        LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
          test(weights: UnsafeRawBufferPointer(start: bytes, count: count))
          return 0
        })
    default:
      print("usage: fuzz text|vocabulary|weights [OPTION ...] [CORPUS ...]")
      exit(64)
    }
  }
}
