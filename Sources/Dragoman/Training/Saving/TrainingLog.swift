import FoundationEssentials
import Glibc

/// A log of a run for other programs to read: a JSON object a line, added to as things happen.
///
/// Every line has `event` (`update`, `validation` or `recovery`) and the fields of ``UpdateReport``,
/// ``ValidationReport`` or ``RecoveryReport``.
public final class TrainingLog {
  private struct Line<Report: Encodable>: Encodable {
    let event: String
    let report: Report

    enum Key: String, CodingKey { case event }

    func encode(to encoder: any Swift.Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(event, forKey: .event)
      try report.encode(to: encoder)
    }
  }

  private let path: String
  private let descriptor: Int32
  private let interval: Int
  private let encoder = JSONEncoder()

  /// Opens the log of a model folder.
  ///
  /// - Parameters:
  ///   - folder: The model folder, which must exist.
  ///   - update: What the log says of later updates is taken out: the run does them again. With 0 the
  ///     log begins anew.
  ///   - interval: Of the updates, only every so many are logged. Default 50.
  /// - Throws: ``InputError`` when it cannot be written.
  public init(in folder: ModelFolder, after update: Int, interval: Int = 50) throws {
    path = Self.path(in: folder)
    self.interval = interval
    encoder.outputFormatting = .sortedKeys
    let lines = update > 0 && access(path, F_OK) == 0 ? try readLines(path) : []
    let kept = lines.filter { line in
      let number = try? JSONDecoder().decode(UpdateNumber.self, from: Data(line.utf8))
      return number.map { $0.update <= update } ?? false
    }
    try AtomicFile.write(kept.map { $0 + "\n" }.joined(), to: path)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable() }
  }

  static func path(in folder: ModelFolder) -> String { "\(folder.path)/training.jsonl" }

  /// What all lines have.
  private struct UpdateNumber: Decodable { let update: Int }

  deinit { close(descriptor) }

  /// Whether an event is in the log: of updates, only every so many are.
  public func isFor(_ event: TrainingEvent) -> Bool {
    switch event {
    case .update(let report): report.update.isMultiple(of: interval)
    case .validation, .recovery: true
    case .otherValidation(let report): report != nil
    case .saved: false
    }
  }

  /// Adds a line for an event that the log is for.
  public func write(_ event: TrainingEvent) throws {
    guard isFor(event) else { return }
    switch event {
    case .update(let report): try write(Line(event: "update", report: report))
    case .validation(let report), .otherValidation(let report?):
      try write(Line(event: "validation", report: report))
    case .recovery(let report): try write(Line(event: "recovery", report: report))
    case .saved, .otherValidation(nil): break
    }
  }

  private func write(_ line: some Encodable) throws {
    let bytes = Array(try encoder.encode(line)) + [0x0A]
    guard bytes.withUnsafeBytes({ writeFully($0, to: descriptor) }) else { throw unwritable() }
  }

  private func unwritable() -> InputError {
    .unwritable(path, remedy: "Make room and check the permissions of its folder.")
  }
}
