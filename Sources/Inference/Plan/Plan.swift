/// Where a value lies: in a buffer of the arena, or in a constant.
enum Storage {
  case buffer(Int)
  case constant(AlignedBuffer)
}

struct Value {
  var storage: Storage
  var view: View
}

/// The arena of one session.
struct Memory {
  let arena: AlignedBuffer
  let offsets: [Int]

  /// The start of the value's buffer; the view's offset is not added.
  func base(_ value: Value) -> UnsafeMutablePointer<Float> {
    switch value.storage {
    case .buffer(let index): arena.pointer + offsets[index]
    case .constant(let buffer): buffer.pointer
    }
  }

  /// The value's first element.
  func pointer(_ value: Value) -> UnsafeMutablePointer<Float> {
    base(value) + value.view.offset
  }
}

/// One call of a kernel.
struct Step {
  let node: String
  let kind: String
  /// Floating-point operations, a multiply-add counting two.
  let work: Int
  /// Bytes of its operands.
  let bytes: Int
  let run: (Memory, WorkerPool) -> Void
}

/// What a session does for its input shapes, and in which memory.
struct Plan {
  struct Input {
    let name: String
    let shape: [Int]
    let value: Value
    let load: Load
  }

  enum Load {
    case image(ImageLoad)
    /// Row-major as it is.
    case plain(count: Int)
  }

  struct Output {
    let name: String
    let shape: [Int]
    let value: Value
    let copy: StridedCopy
  }

  let steps: [Step]
  let inputs: [Input]
  let outputs: [Output]
  let memory: MemoryPlan.Layout
}

extension Plan.Load {
  var count: Int {
    switch self {
    case .image(let image): image.count
    case .plain(let count): count
    }
  }

  /// Writes the caller's numbers, row-major in the model's axis order, where the network reads them.
  func run(from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>) {
    switch self {
    case .image(let image): image.run(from: from, to: to)
    case .plain(let count): to.update(from: from, count: count)
    }
  }
}
