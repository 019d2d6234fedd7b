import FoundationEssentials

/// The files that other systems, and earlier versions, have written.
enum Golden {
  /// `Tests/DragomanTests/Golden`.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")

  /// The path of a file in it.
  static func path(_ name: String) -> String { folder.appending(path: name).path }
}
