import Glibc

/// One float32 number for every element of a model's parameters, in one piece of memory.
///
/// Weights, gradients and the optimiser's moments are each such a buffer, so that clipping, Adam,
/// averaging and checkpoints are single loops.
package final class ParameterBuffer: @unchecked Sendable {
  /// All elements.
  package let floats: UnsafeMutableBufferPointer<Float>

  package let device: Device
  private let pages: Pages?

  /// A buffer of `count` zeros.
  package init(count: Int, on device: Device = .host) {
    let pages = Pages(size: max(count, 1) * MemoryLayout<Float>.stride, on: device)
    self.device = device
    self.pages = pages
    floats = UnsafeMutableBufferPointer(
      start: pages.start.bindMemory(to: Float.self, capacity: count), count: count)
  }

  /// A buffer of `count` zeros of which little will be written to: only that is taken from the system.
  package init(sparse count: Int) {
    guard let memory = calloc(max(count, 1), MemoryLayout<Float>.stride) else {
      outOfMemory(count * MemoryLayout<Float>.stride)
    }
    pages = nil
    device = .host
    floats = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Float.self, capacity: count), count: count)
  }

  /// A buffer of `count` zeros of which only some parts are used: of others no memory is taken. Huge pages, which all
  /// of a buffer has, would be used by some part each.
  package convenience init(count: Int, using parts: [Range<Int>]) {
    if parts.reduce(0, { $0 + $1.count }) == count {
      self.init(count: count)
    } else {
      self.init(sparse: count)
    }
  }

  /// A parameter's elements in this buffer.
  package subscript(parameter: Parameter) -> Tensor {
    Tensor(
      base: floats.baseAddress.unsafelyUnwrapped + parameter.offset, rows: parameter.rows,
      columns: parameter.columns)
  }

  /// A copy of all elements, which outlives the buffer.
  package func copied() -> [Float] { Array(floats) }

  /// Makes every element of some parameters zero.
  package func clear(_ parameters: [Parameter]) {
    for parameter in parameters {
      self[parameter].base.update(repeating: 0, count: parameter.count)
    }
  }

  /// Takes over some parts of another buffer of the same layout.
  package func copy(_ other: ParameterBuffer, _ parts: [Range<Int>]) {
    for part in parts {
      _ = floats.extracting(part).update(fromContentsOf: other.floats.extracting(part))
    }
  }

  /// Takes over the elements of another buffer of the same layout.
  package func copy(_ other: ParameterBuffer) {
    _ = floats.update(fromContentsOf: other.floats)
  }

  /// Gives the memory of all but some parts back to the system, page by page, and makes zeros of it.
  ///
  /// - Parameter parts: In order, without overlap.
  package func giveBack(allBut parts: [Range<Int>] = []) {
    let page = Int(getpagesize())
    var start = 0
    for part in parts + [floats.count..<floats.count] {
      let unused = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: floats[start..<part.lowerBound]))
      start = part.upperBound
      guard let address = unused.baseAddress else { continue }
      // A page that parts share stays.
      let first = (Int(bitPattern: address) + page - 1) / page * page
      let end = (Int(bitPattern: address) + unused.count) / page * page
      guard first < end else { continue }
      madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_DONTNEED)
    }
  }

  /// Fills every parameter as its layout says. The same seed gives the same numbers.
  package func initialize(_ layout: ParameterLayout, seed: UInt64) {
    for (index, entry) in layout.entries.enumerated() {
      let values = self[entry.parameter]
      var stream = RandomStream(seed: seed, UInt64(index))
      switch entry.initialization {
      case .zeros: values.base.update(repeating: 0, count: values.count)
      case .ones: values.base.update(repeating: 1, count: values.count)
      case .xavier:
        let bound = (6 / Float(values.rows + values.columns)).squareRoot()
        for i in 0..<values.count { values.base[i] = (2 * stream.uniform() - 1) * bound }
      case .normal(let deviation):
        for i in 0..<values.count { values.base[i] = stream.normal() * deviation }
      }
    }
  }

  deinit { if pages == nil { free(floats.baseAddress) } }
}

extension RandomStream {
  /// A number drawn from the standard normal distribution (Box & Muller 1958).
  fileprivate mutating func normal() -> Float {
    let radius = sqrt(-2 * log(1 - Double(uniform())))
    return Float(radius * cos(2 * .pi * Double(uniform())))
  }
}
