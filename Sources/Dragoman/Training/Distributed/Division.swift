/// Which process answers for which parameters: it joins their gradients, keeps what the optimiser knows of them,
/// and updates them.
///
/// The parameters are cut into units. A matrix of a layer is one, since Muon needs it whole; tables are cut, and
/// vectors that lie side by side are put together.
package struct Division: Sendable {
  /// Parameters, or parts of them, that lie side by side.
  package struct Unit: Sendable {
    /// The elements.
    package let elements: Range<Int>
    /// The process that answers for them.
    package let owner: Int
  }

  /// In the order in which their gradients are finished, about: from the last layer to the first, and then the
  /// tables.
  package let units: [Unit]
  private let rank: Int

  package init(_ layout: ParameterLayout, rank: Int = 0, of count: Int = 1) {
    var layers: [Range<Int>] = []
    var tables: [Range<Int>] = []
    let matrices = Set(layout.layerMatrices)
    var mayGrow = false
    for entry in layout.entries {
      let start = entry.parameter.offset
      let elements = start..<start + entry.parameter.count
      if layout.tables.contains(entry.parameter) {
        tables += ParameterBuffer.parts(of: elements)
        mayGrow = false
      } else if mayGrow, let last = layers.last, last.upperBound == start,
        !matrices.contains(entry.parameter)
      {
        layers[layers.count - 1] = last.lowerBound..<elements.upperBound
      } else {
        layers.append(elements)
        mayGrow = !matrices.contains(entry.parameter)
      }
    }
    var loads = Array(repeating: 0, count: count)
    // One after the other, so that all lines are in use at any time.
    units = (layers.reversed() + tables).map { elements in
      let owner = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      loads[owner] += elements.count
      return Unit(elements: elements, owner: owner)
    }
    self.rank = rank
  }

  private init(units: [Unit], rank: Int) { (self.units, self.rank) = (units, rank) }

  /// The units of the parameters that a layout still has.
  func only(_ layout: ParameterLayout) -> Division {
    let parameters = layout.entries.map(\.parameter)
    let left = units.filter { unit in
      let start = unit.elements.lowerBound
      let next = parameters.partitioningIndex { $0.offset > start }
      return next > 0 && start < parameters[next - 1].offset + parameters[next - 1].count
    }
    return Division(units: left, rank: rank)
  }

  /// The elements that this process answers for, in order.
  package var own: [Range<Int>] {
    units.filter { $0.owner == rank }.map(\.elements).sorted { $0.lowerBound < $1.lowerBound }
  }

  /// All elements, in the parts in which their squares are summed, and the part of each that is this process's.
  var parts: [(elements: Range<Int>, isOwn: Bool)] {
    units.flatMap { unit in
      ParameterBuffer.parts(of: unit.elements).map { ($0, unit.owner == rank) }
    }
  }
}
