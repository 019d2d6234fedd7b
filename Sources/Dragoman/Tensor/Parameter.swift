/// A learned matrix or vector, as its place in every ``ParameterBuffer`` of a model.
///
/// A parameter holds no numbers: weights, gradients, the moments of Adam and averaged weights are
/// buffers of one layout, and a parameter finds its numbers in each. That makes a model a plain
/// description that threads share.
package struct Parameter: Hashable, Sendable {
  /// Floats before it in the buffer.
  package let offset: Int
  /// For a weight of a linear layer, the outputs; 1 for a vector.
  package let rows: Int
  /// For a weight of a linear layer, the inputs.
  package let columns: Int

  /// The number of elements.
  package var count: Int { rows * columns }

  /// Whether a parameter is this one or a part of it.
  package func contains(_ other: Parameter) -> Bool {
    offset <= other.offset && other.offset + other.count <= offset + count
  }

  /// Parameters that lie one after the other seen as one, their rows stacked: the projections of
  /// queries, keys and values become a single product this way.
  package static func stacked(_ parts: [Parameter]) -> Parameter {
    for (part, next) in zip(parts, parts.dropFirst()) {
      precondition(part.offset + part.count == next.offset && part.columns == next.columns)
    }
    return Parameter(
      offset: parts[0].offset, rows: parts.reduce(0) { $0 + $1.rows }, columns: parts[0].columns)
  }

  /// Vectors that lie one after the other seen as one.
  package static func joined(_ parts: [Parameter]) -> Parameter {
    for (part, next) in zip(parts, parts.dropFirst()) {
      precondition(part.offset + part.count == next.offset && part.rows == 1 && next.rows == 1)
    }
    return Parameter(
      offset: parts[0].offset, rows: 1, columns: parts.reduce(0) { $0 + $1.columns })
  }
}

/// How a parameter is filled before training.
package enum Initialization: Sendable {
  case zeros
  case ones
  /// Uniform in ±sqrt(6 / (rows + columns)) (Glorot & Bengio 2010).
  case xavier
  /// Normal with this standard deviation.
  case normal(Float)
}

/// The names, shapes and places of all parameters of a model, in the order they were added.
package struct ParameterLayout: Sendable {
  package struct Entry: Sendable {
    package let name: String
    package let parameter: Parameter
    package let isVector: Bool
    package let initialization: Initialization

    /// The shape as files state it: `[columns]` for a vector, else `[rows, columns]`.
    package var shape: [Int] {
      isVector ? [parameter.columns] : [parameter.rows, parameter.columns]
    }
  }

  package private(set) var entries: [Entry] = []
  /// The weights that are factors of products and the tables, which decoding packs.
  package private(set) var products: [Parameter] = []
  /// Those of the parameters that several operations may use: of embeddings and the output layer.
  package private(set) var tables: [Parameter] = []
  /// Floats in a buffer of this layout.
  package private(set) var count = 0

  package init() {}

  /// Adds a matrix of `rows` × `columns`.
  package mutating func matrix(
    _ name: String, rows: Int, columns: Int, _ initialization: Initialization = .xavier
  ) -> Parameter {
    add(name, rows: rows, columns: columns, isVector: false, initialization)
  }

  /// Adds a vector of `count` elements.
  package mutating func vector(
    _ name: String, count: Int, _ initialization: Initialization
  ) -> Parameter {
    add(name, rows: 1, columns: count, isVector: true, initialization)
  }

  /// Says that a parameter is a factor of products, or a table that rows are looked up in.
  package mutating func addProduct(_ weight: Parameter) {
    if !products.contains(weight) { products.append(weight) }
  }

  /// Says that several operations may use a parameter.
  package mutating func addTable(_ parameter: Parameter) {
    if !tables.contains(parameter) { tables.append(parameter) }
  }

  /// The matrices that tokens are multiplied with in layers: neither vectors nor tables. Queries, keys and values
  /// have one each.
  package var layerMatrices: [Parameter] {
    entries.filter { entry in
      !entry.isVector && !tables.contains { $0.contains(entry.parameter) }
    }.map(\.parameter)
  }

  /// The layout without some of its parameters; the places of the others stay.
  package func without(_ parameters: [Parameter]) -> ParameterLayout {
    var layout = self
    let parameters = Set(parameters)
    layout.entries.removeAll { parameters.contains($0.parameter) }
    return layout
  }

  private mutating func add(
    _ name: String, rows: Int, columns: Int, isVector: Bool, _ initialization: Initialization
  ) -> Parameter {
    let parameter = Parameter(offset: count, rows: rows, columns: columns)
    entries.append(
      Entry(
        name: name, parameter: parameter, isVector: isVector, initialization: initialization))
    count += parameter.count
    return parameter
  }
}
