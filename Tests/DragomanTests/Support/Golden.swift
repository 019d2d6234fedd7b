import FoundationEssentials

import Dragoman

/// The files that other systems, and earlier versions, have written.
enum Golden {
  /// `Tests/DragomanTests/Golden`.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")

  /// The path of a file in it.
  static func path(_ name: String) -> String { folder.appending(path: name).path }
}

extension JSON {
  /// The string, if it is one.
  var stringValue: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The elements, if it is an array.
  var elements: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}
