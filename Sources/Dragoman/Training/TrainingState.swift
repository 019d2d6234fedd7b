import FoundationEssentials

/// All that a run knows beside the numbers of the model, so that it can be resumed exactly.
struct TrainingState: Codable, Equatable {
  /// Updates done.
  var update = 0
  /// The pass over the corpus, the first of which is 0.
  var epoch = 0
  /// Batches of the epoch that are done.
  var batch = 0
  /// Seconds spent.
  var seconds = 0.0
  /// The highest BLEU, and how many validations have passed since; `nil` before the first.
  var bestBLEU: Double?
  var validationsWithoutProgress = 0
}

/// What must be the same when a run is resumed.
struct TrainingIdentity: Codable, Equatable {
  var options: TrainingOptions
  var model: ModelConfiguration
  /// Of the tokenized corpus.
  var corpus: UInt64
}

/// The last state of a run: one file, so that it is whole or not there.
struct TrainingCheckpoint {
  let path: String

  /// The run that a model folder holds.
  init(in folder: ModelFolder) { path = "\(folder.path)/training.safetensors" }

  /// The buffers of a run with the prefixes of their names in the file.
  struct Buffers {
    var parameters: ParameterBuffer
    var average: ParameterBuffer
    var adam: Adam

    fileprivate var named: [(prefix: String, buffer: ParameterBuffer)] {
      [
        ("parameter/", parameters), ("average/", average),
        ("firstMoment/", adam.firstMoment), ("secondMoment/", adam.secondMoment),
      ]
    }
  }

  /// Replaces the file.
  func save(
    _ buffers: Buffers, layout: ParameterLayout, state: TrainingState, identity: TrainingIdentity
  ) throws {
    try Safetensors.write(
      buffers.named.flatMap { $0.buffer.items(layout, prefix: $0.prefix) },
      metadata: ["state": try encode(state), "identity": try encode(identity)], to: path)
  }

  /// Reads the file into buffers and returns the state.
  ///
  /// - Throws: ``InputError`` when it is missing or damaged, or says how the run differs from the one
  ///   that is to be resumed.
  func load(
    into buffers: Buffers, layout: ParameterLayout, identity: TrainingIdentity
  ) throws -> TrainingState {
    let file = try Safetensors(path: path)
    let saved: TrainingIdentity = try decode("identity", of: file)
    if let difference = try difference(between: saved, and: identity) {
      throw InputError(
        path, "the run was started with \(difference).",
        remedy: "Resume with the same corpus and options, or train into another folder.")
    }
    for (prefix, buffer) in buffers.named { try buffer.load(layout, from: file, prefix: prefix) }
    return try decode("state", of: file)
  }

  /// Names the first thing in which two runs differ.
  private func difference(
    between saved: TrainingIdentity, and now: TrainingIdentity
  ) throws -> String? {
    if saved.corpus != now.corpus { return "another corpus or vocabulary" }
    for (before, after) in [
      (try fields(saved.model), try fields(now.model)),
      (try fields(saved.options), try fields(now.options)),
    ] {
      for (key, value) in before.sorted(by: { $0.key < $1.key }) where after[key] != value {
        return "\(key) \(value), not \(after[key] ?? "nothing")"
      }
    }
    return nil
  }

  private func fields(_ value: some Encodable) throws -> [String: String] {
    let data = try JSONEncoder().encode(value)
    return try JSONDecoder().decode([String: JSONScalar].self, from: data).mapValues(\.text)
  }

  private func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func decode<Value: Decodable>(_ key: String, of file: Safetensors) throws -> Value {
    guard let text = file.metadata[key],
      let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
    else {
      throw InputError(
        path, "not the state of a training run: its \(key) is missing or damaged.",
        remedy: "Train anew into another folder.")
    }
    return value
  }
}

/// A number, word or truth value of JSON as it is written.
private struct JSONScalar: Decodable {
  let text: String

  init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      text = "\(flag)"
    } else if let number = try? container.decode(UInt64.self) {
      text = "\(number)"
    } else if let number = try? container.decode(Double.self) {
      text = "\(number)"
    } else {
      text = try container.decode(String.self)
    }
  }
}
