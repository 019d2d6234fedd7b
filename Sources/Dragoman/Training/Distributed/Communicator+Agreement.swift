import FoundationEssentials

/// An error that all processes have found, so that one of them need tell it.
package struct AgreedError: Error {
  package let error: InputError
}

/// What must be the same in all processes, or weights would be no function of the run's options.
private struct Premises<Model: ModelDescription>: Codable {
  var version = dragomanVersion
  /// The level of the kernels: others round otherwise.
  var kernels = Device.host.level
  let identity: TrainingIdentity<Model>

  /// Names all in which another process differs.
  func differences(from other: Premises) throws -> [String] {
    var differences: [String] = []
    if version != other.version { differences.append("version \(other.version), not \(version)") }
    if kernels != other.kernels {
      differences.append("kernels for \(other.kernels), not \(kernels)")
    }
    return differences + (try other.identity.differences(from: identity))
  }
}

extension Communicator {
  /// Sees that all processes are about to do the same.
  ///
  /// - Throws: ``AgreedError``, in all of them, that names a process and in what it differs from the leader.
  func agree<Model>(on identity: TrainingIdentity<Model>) throws {
    guard count > 1 else { return }
    let own = try JSONEncoder().encode(Premises(identity: identity))
    let all = try gather(Array(own)).map {
      try JSONDecoder().decode(Premises<Model>.self, from: Data($0))
    }
    for rank in 1..<count {
      let differences = try all[0].differences(from: all[rank])
      guard !differences.isEmpty else { continue }
      let hasOtherKernels = all[0].kernels != all[rank].kernels
      throw AgreedError(
        error: InputError(
          name(of: rank), "has \(differences.joined(separator: "; ")) as \(name(of: 0)) has.",
          remedy: hasOtherKernels
            ? "Choose kernels that all machines have, such as DRAGOMAN_KERNELS=avx2."
            : "Give all processes the same files, options and version."))
    }
  }
}
