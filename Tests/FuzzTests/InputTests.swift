import FoundationEssentials
import Testing

import FuzzLaws

/// Inputs that fuzzing once found, and others worth trying every time. `Inputs/LAW/` has those of a law; put
/// there what `make fuzz` names.
@Suite struct InputTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Inputs")

  @Test(arguments: Law.allCases) func lawHolds(_ law: Law) throws {
    let folder = Self.folder.appending(path: law.rawValue).path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!names.isEmpty)
    for name in names.sorted() {
      let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      do {
        try bytes.withUnsafeBytes { try law.check($0) }
      } catch {
        Issue.record("\(law.rawValue)/\(name): \(error)")
      }
    }
  }
}
