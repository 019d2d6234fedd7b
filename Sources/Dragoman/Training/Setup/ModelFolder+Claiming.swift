import Glibc

extension ModelFolder {
  /// Makes the folder, or sees that it holds a run to resume, keeps others out of it, and readies a run.
  ///
  /// - Parameters:
  ///   - isLeader: Whether this is the process that touches the folder, of those that train together.
  ///   - ready: Readies the run, before which nothing is written to the folder. Receives the lock, if this process
  ///     leads.
  /// - Throws: ``InputError`` when the folder holds a model or no run to resume, or is in use by another run; what
  ///   `ready` throws, after which a folder that was not there before is gone again.
  func claimed<Result>(
    resume: Bool, isLeader: Bool = true, _ ready: (FolderLock?) throws -> Result
  ) throws -> Result {
    let isNew = isLeader && access(path, F_OK) != 0
    do {
      return try ready(isLeader ? claim(resume: resume) : nil)
    } catch {
      // As empty as it was made, for nothing is written before everything has been read.
      if isNew { rmdir(path) }
      throw error
    }
  }

  private func claim(resume: Bool) throws -> FolderLock {
    let checkpoint = TrainingCheckpoint(in: self)
    if resume {
      guard checkpoint.exists else {
        throw InputError(
          path, "no run to resume: there is no training.safetensors.",
          remedy: "Leave out \(Setting.resume) to begin one.")
      }
      let lock = try FolderLock(path)
      removeUnfinishedFiles()
      return lock
    }
    try create()
    let lock = try FolderLock(path)
    for (isThere, way) in [
      (checkpoint.exists, "Add \(Setting.resume) to go on with its training, or choose"),
      (access(weightsPath, F_OK) == 0, "Choose"),
    ] where isThere {
      throw InputError(
        path, "holds a model already.", remedy: "\(way) another \(Setting.model).")
    }
    return lock
  }
}
