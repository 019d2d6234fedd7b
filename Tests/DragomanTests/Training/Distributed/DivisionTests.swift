import Testing

import Dragoman

@Suite struct DivisionTests {
  private let layout: ParameterLayout = {
    var layout = ParameterLayout()
    layout.addTable(layout.matrix("table", rows: 700, columns: 900))
    for number in 0..<6 {
      _ = layout.matrix("weight\(number)", rows: 70 + number, columns: 90)
      _ = layout.vector("bias\(number)", count: 70 + number, .zeros)
      _ = layout.vector("gain\(number)", count: 90, .ones)
    }
    return layout
  }()

  /// Every element has one owner, and a matrix of a layer no more than one.
  @Test(arguments: 1...8) func allIsDivided(_ count: Int) {
    let divisions = (0..<count).map { Division(layout, rank: $0, of: count) }
    let units = divisions[0].units.map(\.elements).sorted { $0.lowerBound < $1.lowerBound }
    #expect(units.first?.lowerBound == 0 && units.last?.upperBound == layout.count)
    #expect(zip(units, units.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    #expect(Set(divisions.flatMap(\.own)) == Set(units))
    #expect(divisions.map(\.own.count).reduce(0, +) == units.count)
    for matrix in layout.layerMatrices {
      #expect(units.contains(matrix.offset..<matrix.offset + matrix.count))
    }
  }

  /// None has much more to do than another, and neighbours in time have different owners.
  @Test func sharesAreAlike() {
    let units = Division(layout, rank: 0, of: 2).units
    let shares = (0..<2).map { owner in
      units.filter { $0.owner == owner }.reduce(0) { $0 + $1.elements.count }
    }
    #expect(abs(shares[0] - shares[1]) <= 1 << 18)
    #expect(units[0].owner != units[1].owner)
    #expect(units[0].elements.upperBound == layout.count)
  }
}
