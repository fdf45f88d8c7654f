/// What a storage holds.
enum ElementType: String {
  case float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8, bool

  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// - Parameters:
  ///   - indices: of elements that lie inside of `bytes`; the caller has checked them.
  func scalars(_ bytes: Bytes, isBigEndian: Bool, indices: ElementIndices) -> [Float] {
    switch self {
    case .float32: gather(bytes, isBigEndian, indices) { Float(bitPattern: $0 as UInt32) }
    case .float64: gather(bytes, isBigEndian, indices) { Float(Double(bitPattern: $0 as UInt64)) }
    case .float16: gather(bytes, isBigEndian, indices) { Float(Float16(bitPattern: $0 as UInt16)) }
    case .bfloat16: gather(bytes, isBigEndian, indices) { Float(bitPattern: UInt32($0 as UInt16) << 16) }
    case .int64: gather(bytes, isBigEndian, indices) { Float($0 as Int64) }
    case .int32: gather(bytes, isBigEndian, indices) { Float($0 as Int32) }
    case .int16: gather(bytes, isBigEndian, indices) { Float($0 as Int16) }
    case .int8: gather(bytes, isBigEndian, indices) { Float($0 as Int8) }
    case .uint8, .bool: gather(bytes, isBigEndian, indices) { Float($0 as UInt8) }
    }
  }

  private func gather<T: FixedWidthInteger>(
    _ bytes: Bytes, _ isBigEndian: Bool, _ indices: ElementIndices, _ convert: (T) -> Float
  ) -> [Float] {
    bytes.withUnsafeBytes { source in
      [Float](unsafeUninitializedCapacity: indices.count) { target, count in
        indices.visit { index in
          let raw = source.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self)
          target.initializeElement(at: count, to: convert(isBigEndian ? T(bigEndian: raw) : T(littleEndian: raw)))
          count += 1
        }
      }
    }
  }
}

/// How many elements all tensors of a file may have together, so that views of a few numbers do not add up to more
/// memory than the file warrants.
struct ElementBudget {
  /// 1 GiB as float32.
  private static let most = 1 << 28

  private let limit: Int
  private var spent = 0

  init(fileSize: Int) { limit = fileSize }

  mutating func spend(_ count: Int) throws(CheckpointProblem) {
    spent += count
    guard spent <= limit else { throw .invalid("its tensors are larger than the file, views of the same numbers") }
    guard spent <= Self.most else { throw .invalid("its tensors have more than \(Self.most) numbers") }
  }
}

/// The positions of a tensor's elements in its storage, in row-major order.
struct ElementIndices {
  let count: Int
  private let offset: Int
  private let shape: [Int]
  private let strides: [Int]

  static let mostAxes = 16

  /// - Parameter capacity: how many elements the storage has.
  /// - Throws: where an element would lie outside of the storage.
  init(shape: [Int], strides: [Int], offset: Int, capacity: Int) throws(CheckpointProblem) {
    guard shape.count == strides.count, shape.count <= Self.mostAxes, offset >= 0,
      (shape + strides).allSatisfy({ $0 >= 0 })
    else { throw .invalid("a tensor has the shape \(shape.excerpt) with the strides \(strides.excerpt)") }
    self.shape = shape
    self.strides = strides
    self.offset = offset
    count = try Self.count(shape)
    guard count > 0 else { return }
    var last = offset
    for (size, stride) in zip(shape, strides) {
      let (step, tooFar) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, tooLarge) = last.addingReportingOverflow(step)
      guard !tooFar, !tooLarge else { throw .invalid("a tensor reaches out of its storage") }
      last = sum
    }
    guard last < capacity else { throw .invalid("a tensor reaches out of its storage") }
  }

  /// Of a tensor without gaps.
  init(shape: [Int], capacity: Int) throws(CheckpointProblem) {
    _ = try Self.count(shape)
    var strides = shape
    var next = 1
    for axis in shape.indices.reversed() {
      strides[axis] = next
      next *= max(shape[axis], 1)
    }
    try self.init(shape: shape, strides: strides, offset: 0, capacity: capacity)
  }

  /// Without zeros, so that strides cannot overflow either.
  private static func count(_ shape: [Int]) throws(CheckpointProblem) -> Int {
    var product = 1
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(size, 1))
      guard size >= 0, !overflow, next < 1 << 48 else {
        throw .invalid("a tensor of the shape \(shape.excerpt) is too large")
      }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }

  func visit(_ body: (Int) -> Void) {
    guard count > 0 else { return }
    guard let last = shape.last, let step = strides.last else { return body(offset) }
    var position = [Int](repeating: 0, count: shape.count - 1)
    var start = offset
    for _ in 0..<count / last {
      for index in 0..<last { body(start + index * step) }
      for axis in position.indices.reversed() {
        position[axis] += 1
        start += strides[axis]
        if position[axis] < shape[axis] { break }
        start -= position[axis] * strides[axis]
        position[axis] = 0
      }
    }
  }
}
