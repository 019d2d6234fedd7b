/// The weights of a model in a file, which may have other names for them than Dragoman, and another order.
struct StoredWeights {
  /// Where a file keeps a parameter.
  struct Place {
    /// The tensor's names, of which the first that the file has counts: what several parameters share may be
    /// stored under the name of any.
    var names: [String]
    /// Whether the matrix lies as its transpose, [inputs, outputs].
    var isTransposed = false
    /// Where its rows begin, or a vector's elements, in a tensor that holds several; `nil` where it is the
    /// whole tensor.
    var start: Int?
    /// Whether it is zeros where there is no such tensor.
    var isOptional = false

    init(
      _ names: String..., isTransposed: Bool = false, start: Int? = nil, isOptional: Bool = false
    ) {
      self.names = names
      self.isTransposed = isTransposed
      self.start = start
      self.isOptional = isOptional
    }
  }

  /// What the output layer adds to the logit of a token that no translation has.
  static let forbidding: Float = -10_000

  private let file: any TensorSource
  private let place: (String) -> Place
  /// Tokens that no translation has.
  private let forbidden: [Int]
  /// Whether a tensor that no parameter is in is nothing to worry about.
  private let mayBeSurplus: (String) -> Bool

  /// The weights of a file.
  ///
  /// - Parameters:
  ///   - forbidden: Tokens that no translation has; the model needs a bias in its output layer for them.
  ///   - mayBeSurplus: Says which tensors need not be used; all, where it is not given.
  ///   - place: Where a parameter is, by its name in Dragoman.
  init(
    _ file: any TensorSource, forbidden: [Int] = [],
    mayBeSurplus: @escaping (String) -> Bool = { _ in true },
    place: @escaping (String) -> Place = { Place($0) }
  ) {
    self.file = file
    self.forbidden = forbidden
    self.mayBeSurplus = mayBeSurplus
    self.place = place
  }

  /// Sees that every parameter of a layout is there, and that nothing is left over. The file's size then bounds
  /// the layout's, whatever a configuration asks for.
  ///
  /// - Throws: ``InputError`` naming the tensor at fault.
  func check(_ layout: ParameterLayout) throws {
    var used: Set<String> = []
    for entry in layout.entries {
      if let tensor = try tensor(of: entry) { used.insert(tensor.name) }
    }
    for name in file.names where !used.contains(name) && !mayBeSurplus(name) {
      throw InputError(
        file.path, "has a tensor \(name), which the model's configuration does not ask for.",
        remedy: "Use the files of one model together.")
    }
  }

  /// Copies some rows of a parameter as float32; all, where none are named.
  ///
  /// - Throws: ``InputError`` when the tensor is missing, of another shape or type, or not finite.
  func copy(
    _ entry: ParameterLayout.Entry, rows: Range<Int>? = nil,
    into target: UnsafeMutablePointer<Float>
  ) throws {
    let parameter = entry.parameter
    let rows = rows ?? 0..<parameter.rows
    if let (name, tensor) = try tensor(of: entry) {
      let place = place(entry.name)
      if entry.isVector, tensor.count > parameter.columns {
        var all = [Float](repeating: 0, count: tensor.count)
        try file.copyWeights(name, shape: tensor.shape, into: &all)
        let start = place.start ?? 0
        for index in 0..<parameter.columns { target[index] = all[start + index] }
      } else {
        let start = entry.isVector ? 0 : place.start ?? 0
        try file.copyWeights(
          name, shape: tensor.shape, rows: rows.lowerBound + start..<rows.upperBound + start,
          isTransposed: place.isTransposed, into: target)
      }
    } else {
      target.update(repeating: 0, count: rows.count * parameter.columns)
    }
    if entry.name == "output.bias" {
      for token in forbidden { target[token] = Self.forbidding }
    }
  }

  /// The tensor that a parameter is in; `nil` where it is left out.
  private func tensor(
    of entry: ParameterLayout.Entry
  ) throws -> (name: String, tensor: StoredTensor)? {
    let place = place(entry.name)
    guard let name = place.names.first(where: { file[$0] != nil }) else {
      if place.isOptional { return nil }
      try file.tensor(place.names[0], shape: entry.shape)
      return nil
    }
    guard let tensor = file[name] else { return nil }
    var expected = place.isTransposed ? Array(entry.shape.reversed()) : entry.shape
    // A row of a vector may be stored as a matrix of one row.
    if entry.isVector, tensor.shape.count == 2, tensor.shape[0] == 1 { expected = [1] + expected }
    if let start = place.start {
      let dimension = place.isTransposed || entry.isVector ? expected.count - 1 : 0
      if tensor.shape.count == expected.count,
        tensor.shape[dimension] >= start + expected[dimension]
      {
        expected[dimension] = tensor.shape[dimension]
      }
    }
    return (name, try file.tensor(name, shape: expected))
  }
}
