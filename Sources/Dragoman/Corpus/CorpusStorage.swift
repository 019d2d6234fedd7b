import FoundationEssentials
import Glibc

/// Where corpora lie: in memory while they are small, else in files of a folder, which later runs use again.
public struct CorpusStorage: Sendable {
  /// What happens to corpora while they are read.
  public enum Event: Sendable {
    /// So many bytes of the files were read, of so many; 0 where it is not known.
    case reading(bytes: Int, of: Int)
    /// So many pairs are tokens now, of so many.
    case encoding(pairs: Int, of: Int)
    /// A file of the folder is not what it was made as, and is made again.
    case damaged(InputError)
  }

  /// The folder of the files, made when it is needed; `nil` to keep everything in memory.
  public var folder: String?
  /// Bytes of a corpus's text, and of its tokens, up to which they stay in memory. Default 512 MiB.
  public var memory = 512 << 20
  /// Is told what happens.
  public var report: @Sendable (Event) -> Void

  /// - Parameter folder: The folder of the files, made when it is needed; `nil` to keep everything in memory.
  public init(folder: String? = nil, report: @escaping @Sendable (Event) -> Void = { _ in }) {
    self.folder = folder
    self.report = report
  }

  /// Seconds for which nothing was written to a file of a program that is at work no more.
  private static let abandonedAfter = 3_600

  /// The records of a file of the folder whose note is right, and the note; `nil` where there are none.
  func records<Note: RecordNote>(
    _ name: String, isRight: (Note) -> Bool
  ) throws -> (RecordStore, Note)? {
    guard let path = path(name) else { return nil }
    do {
      guard let records = try RecordFile.open(path), let note = Note(records.description),
        isRight(note)
      else { return nil }
      return (records, note)
    } catch let error as InputError {
      report(.damaged(error))
      return nil
    }
  }

  /// A writer of records, to a file of the folder if they are too many for memory.
  func writer(_ name: String) -> RecordWriter {
    removeAbandonedFiles()
    return RecordWriter(path: path(name), memory: memory)
  }

  private func path(_ name: String) -> String? { folder.map { "\($0)/\(name)" } }

  /// Deletes what a program left that was killed while it wrote. Another one may be writing now, on this machine or
  /// on another.
  private func removeAbandonedFiles() {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return }
    for name in names where AtomicFile.isUnfinished(name) {
      var status = stat()
      guard stat("\(folder)/\(name)", &status) == 0 else { continue }
      if status.st_mtim.tv_sec + Self.abandonedAfter < time(nil) { unlink("\(folder)/\(name)") }
    }
  }
}

/// What a file of records says of them, beside them.
protocol RecordNote: Codable {}

extension RecordNote {
  /// `nil` when it is another's note.
  init?(_ description: String) {
    guard let note = try? JSONDecoder().decode(Self.self, from: Data(description.utf8)) else {
      return nil
    }
    self = note
  }

  var description: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }
}
