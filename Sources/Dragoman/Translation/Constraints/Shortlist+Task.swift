extension Shortlist {
  /// Gives a task its candidates: the list of its source and what its translation must have.
  func restrict(_ task: SearchTask) -> SearchTask {
    var task = task
    task.candidates = tokens(for: task.source, and: task.prefix + (task.constraints?.tokens ?? []))
    return task
  }
}
