import FoundationEssentials
import Glibc

/// The last two states of a run: one file each, so that a state is whole or not there.
package struct TrainingCheckpoint {
  /// The last state.
  let path: String
  /// The one before it, which is used if the last is damaged.
  let previousPath: String

  /// The run that a model folder holds.
  package init(in folder: ModelFolder) {
    path = "\(folder.path)/training.safetensors"
    previousPath = "\(folder.path)/training.previous.safetensors"
  }

  /// The buffers of a run.
  struct Buffers {
    let layout: ParameterLayout
    var parameters: ParameterBuffer
    var average: WeightAverage
    var optimizer: any Optimizer

    var named: [NamedBuffer] {
      let weights =
        [("parameter/", parameters), ("average/", average.values)]
        + average.snapshots.enumerated().map { ("snapshot\($0)/", $1) }
      return weights.map { NamedBuffer(prefix: $0, buffer: $1, layout: layout) }
        + optimizer.memory
    }
  }

  /// Whether there is a state to resume.
  var exists: Bool { access(path, F_OK) == 0 || access(previousPath, F_OK) == 0 }

  /// Makes a state the last one, and the last one the one before it.
  func save(
    _ buffers: Buffers, state: TrainingState, identity: TrainingIdentity<some ModelDescription>
  ) throws {
    let items = buffers.named.flatMap { $0.buffer.items($0.layout, prefix: $0.prefix) }
    let metadata = ["state": try encode(state), "identity": try encode(identity)]
    let next = "\(path).next"
    try Safetensors.write(items, metadata: metadata, to: next)
    // At every moment in between, `path` is that of a whole state.
    unlink(previousPath)
    link(path, previousPath)
    guard rename(next, path) == 0 else { throw InputError.unwritable(path) }
  }

  /// Opens the last whole state.
  ///
  /// - Parameter warn: Is told when the last state is damaged and the one before it is used.
  /// - Throws: ``InputError`` when both are missing or damaged.
  package func open(warn: (String) -> Void) throws -> SavedRun {
    do {
      return try SavedRun(path)
    } catch let damage as InputError {
      guard let previous = try? SavedRun(previousPath) else { throw damage }
      warn("\(damage.place): \(damage.problem) The state before it is used.")
      return previous
    }
  }

  private func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension TrainingOptions {
  /// The options of the run that a model folder holds; `nil` when it holds none.
  ///
  /// Whoever resumes a run begins with these, for defaults may have changed since, and differ between machines.
  ///
  /// - Throws: ``InputError`` when its states are damaged.
  public init?(ofRunIn folder: ModelFolder) throws {
    let checkpoint = TrainingCheckpoint(in: folder)
    guard checkpoint.exists else { return nil }
    self = try checkpoint.open { _ in }.options
  }
}

/// A state of a run on disk, whose checksum is right.
package struct SavedRun {
  /// The options of the run.
  let options: TrainingOptions
  private let file: Safetensors
  private let state: TrainingState

  fileprivate init(_ path: String) throws {
    file = try Safetensors(path: path)
    try file.verify()
    struct Identity: Decodable { let options: TrainingOptions }
    options = try Self.decode(Identity.self, "identity", of: file).options
    state = try Self.decode(TrainingState.self, "state", of: file)
  }

  /// Reads the numbers into buffers and returns the state.
  ///
  /// - Throws: ``InputError`` that says how the run differs from the one that is to be resumed.
  func restore<Model>(
    into buffers: inout TrainingCheckpoint.Buffers, identity now: TrainingIdentity<Model>
  ) throws -> TrainingState {
    let identity = try Self.decode(TrainingIdentity<Model>.self, "identity", of: file)
    let differences = try identity.differences(from: now)
    guard differences.isEmpty else {
      throw InputError(
        file.path, "the run was started with \(differences.joined(separator: "; ")).",
        remedy: "Resume with the same corpus and options, or train into another folder.")
    }
    buffers.average.makeSnapshots(state.snapshots)
    for named in buffers.named {
      try named.buffer.load(named.layout, from: file, prefix: named.prefix)
    }
    return state
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ key: String, of file: Safetensors
  ) throws -> Value {
    guard let text = file.metadata[key],
      let value = try? JSONDecoder().decode(type, from: Data(text.utf8))
    else {
      throw InputError(
        file.path, "not the state of a training run: its \(key) is missing or damaged.",
        remedy: "Train anew into another folder.")
    }
    return value
  }
}
