/// Numbers of parameters that are moved from the processes that have them to those that need them.
extension Communicator {
  /// Gives what each process has of its own units to all.
  func share(_ buffer: ParameterBuffer, _ division: Division) throws {
    let all = Array(0..<count)
    try move(buffer, division.units, from: \.owner) { _ in all }
  }

  /// Gives what each process has of its own units to the leader.
  func collect(_ buffer: ParameterBuffer, _ division: Division) throws {
    try move(buffer, division.units, from: \.owner) { _ in [0] }
  }

  /// Gives what the leader has to the processes whose units they are.
  func distribute(_ buffer: ParameterBuffer, _ division: Division) throws {
    try move(buffer, division.units, from: { _ in 0 }, to: { [$0.owner] })
  }

  private func move(
    _ buffer: ParameterBuffer, _ units: [Division.Unit], from source: (Division.Unit) -> Int,
    to destinations: (Division.Unit) -> [Int]
  ) throws {
    guard let transport else { return }
    let transfers = try units.flatMap { unit in
      let bytes = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: buffer.floats[unit.elements]))
      let (from, to) = (source(unit), destinations(unit))
      guard from == rank else {
        return to.contains(rank) ? [try transport.receive(bytes, from: from, on: .weights)] : []
      }
      return try to.filter { $0 != rank }.map {
        try transport.send(UnsafeRawBufferPointer(bytes), to: $0, on: .weights)
      }
    }
    try wait(for: transfers)
  }
}
