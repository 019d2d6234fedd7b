import FoundationEssentials
import Glibc

/// The course of a run, as its ``TrainingLog`` tells it.
public struct TrainingHistory: Sendable {
  /// Updates, of which the log has every fiftieth.
  public private(set) var updates: [UpdateReport] = []
  /// All validations.
  public private(set) var validations: [ValidationReport] = []
  /// How often the run diverged and went back.
  public private(set) var recoveries: [RecoveryReport] = []

  /// A run that has not begun.
  public init() {}

  /// Reads the log of a model folder; lines that are not of the log are passed over.
  ///
  /// - Throws: ``InputError`` when there is a log that cannot be read.
  public init(of folder: ModelFolder) throws {
    let path = TrainingLog.path(in: folder)
    guard access(path, F_OK) == 0 else { return }
    struct Event: Decodable { let event: String }
    let decoder = JSONDecoder()
    for line in try readLines(path) {
      let data = Data(line.utf8)
      switch (try? decoder.decode(Event.self, from: data))?.event {
      case "update":
        (try? decoder.decode(UpdateReport.self, from: data)).map { add(.update($0)) }
      case "validation":
        (try? decoder.decode(ValidationReport.self, from: data)).map { add(.validation($0)) }
      case "recovery":
        (try? decoder.decode(RecoveryReport.self, from: data)).map { add(.recovery($0)) }
      default: break
      }
    }
  }

  /// Follows the run. What a run does again after it went back takes the place of what it did before.
  public mutating func add(_ event: TrainingEvent) {
    switch event {
    case .update(let report): updates.append(report)
    case .validation(let report): validations.append(report)
    case .otherValidation(let report):
      // Scores of other sentences cannot be compared.
      validations = report.map { [$0] } ?? []
    case .recovery(let report):
      updates.removeAll { $0.update > report.restoredUpdate }
      validations.removeAll { $0.update > report.restoredUpdate }
      recoveries.append(report)
    case .saved: break
    }
  }
}
