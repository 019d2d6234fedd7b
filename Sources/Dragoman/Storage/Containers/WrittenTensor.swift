/// A tensor to be written: its name, its shape and its elements in row-major order.
package struct WrittenTensor {
  /// Gives the bytes of all elements to a function, part by part. It may be called more than once, and gives the
  /// same each time, so a tensor need not be in memory as a whole.
  package typealias Contents = (_ append: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

  package let name: String
  let shape: [Int]
  let type: ElementType
  let contents: Contents

  /// A tensor whose elements are made or read while it is written.
  init(name: String, shape: [Int], type: ElementType, contents: @escaping Contents) {
    (self.name, self.shape, self.type, self.contents) = (name, shape, type, contents)
  }

  package init(name: String, shape: [Int], values: UnsafeBufferPointer<Float>) {
    self.init(name: name, shape: shape, type: .float32) { try $0(UnsafeRawBufferPointer(values)) }
  }

  package init(name: String, shape: [Int], values: UnsafeBufferPointer<Int32>) {
    self.init(name: name, shape: shape, type: .int32) { try $0(UnsafeRawBufferPointer(values)) }
  }

  /// Bytes of all elements.
  var size: Int { shape.reduce(type.size, *) }
}
