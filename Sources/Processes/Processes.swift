package import Dragoman
import Glibc

/// The processes that were started together, by `mpirun` or Slurm's `srun`.
package struct Processes {
  /// How they talk to each other.
  package let communicator: Communicator
  #if MPI
    private let transport: MPITransport?
  #endif

  /// Finds out whether this process is one of several.
  ///
  /// - Throws: ``InputError`` when it is, and this build has no MPI or MPI cannot be started.
  package init() throws {
    let launched = Self.launchedCount
    #if MPI
      transport = launched == nil ? nil : try MPITransport()
      if let transport, transport.count > 1 {
        communicator = try Communicator(transport)
      } else if let launched, launched > 1 {
        throw InputError(
          "MPI", "\(launched) processes were started, but each finds itself alone.",
          remedy: "Start them with the mpirun of the library that this was built for.")
      } else {
        communicator = .alone
      }
    #else
      guard (launched ?? 1) == 1 else {
        throw InputError(
          "mpirun", "started \(launched ?? 1) processes, but this build trains in one.",
          remedy: "Build the one for several with 'make mpi', or start one.")
      }
      communicator = .alone
    #endif
  }

  /// Ends the processes together.
  package func end() throws {
    try communicator.close()
    #if MPI
      transport?.end()
    #endif
  }

  /// Ends all processes because of an error in this one, unless it is alone.
  ///
  /// - Parameter isKnownToAll: Whether the others end by the same error. Then the first of them shall tell it.
  package func abort(isKnownToAll: Bool) {
    #if MPI
      guard let transport, communicator.count > 1 else { return }
      if isKnownToAll, !communicator.leads { sleep(5) }
      transport.abort(1)
    #endif
  }

  /// How many processes whoever started this one says that he started; `nil` when it was started by itself.
  private static var launchedCount: Int? {
    // Open MPI's mpirun, MPICH's and Slurm's srun.
    for name in ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"] {
      if let text = getenv(name), let count = Int(String(cString: text)) { return count }
    }
    return nil
  }
}
