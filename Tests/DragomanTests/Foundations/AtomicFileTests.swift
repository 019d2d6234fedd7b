import Dragoman
import Foundation
import Testing

@Suite final class AtomicFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "AtomicFileTests-\(UUID().uuidString)")
  private var path: String { folder.appending(path: "file").path }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func content() throws -> String {
    try String(contentsOf: folder.appending(path: "file"), encoding: .utf8)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func replacesOnlyWhenCommitted() throws {
    try AtomicFile.write("old", to: path)
    do {
      let file = try AtomicFile(path: path)
      try Array("new".utf8).withUnsafeBytes { try file.append($0) }
      #expect(try content() == "old")
    }
    #expect(try content() == "old")
    try AtomicFile.write("new", to: path)
    #expect(try content() == "new")
    #expect(try names() == ["file"])
  }

  @Test func keepsPermissionsAndLinks() throws {
    try AtomicFile.write("old", to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let link = folder.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    try AtomicFile.write("new", to: link)
    #expect(try content() == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
  }

  @Test func writesToDevices() throws {
    try AtomicFile.write("gone", to: "/dev/null")
    let attributes = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test func saysWhatCannotBeWritten() throws {
    #expect(throws: InputError(folder.path, "is a folder.", remedy: "Name a file in it.")) {
      _ = try AtomicFile(path: folder.path)
    }
    let remedy = "Choose another path, or make room and check the permissions of its folder."
    let missing = "\(folder.path)/no/file"
    #expect(
      throws: InputError(missing, "cannot be written: No such file or directory.", remedy: remedy)
    ) {
      _ = try AtomicFile(path: missing)
    }
    #expect(
      throws: InputError(
        "/dev/full", "cannot be written: No space left on device.", remedy: remedy)
    ) {
      try AtomicFile.write("text", to: "/dev/full")
    }
  }
}
