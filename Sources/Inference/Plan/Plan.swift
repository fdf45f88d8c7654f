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
  let run: (Memory, WorkerPool) -> Void
}

/// What a session does for its input shapes, and in which memory.
struct Plan {
  struct Port {
    let name: String
    let shape: [Int]
    let value: Value
    let copy: StridedCopy
  }

  let steps: [Step]
  let inputs: [Port]
  let outputs: [Port]
  let memory: MemoryPlan.Layout
}
