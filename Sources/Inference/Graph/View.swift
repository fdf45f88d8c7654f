/// A window on a buffer: element (i, j, …) lies at `offset + i·strides[0] + j·strides[1] + …`.
///
/// The shape is in ONNX's axis order; the strides tell how it lies in memory, so transposing, slicing and most
/// reshaping move no data. Images lie as N, H, W, C.
struct View: Sendable, Equatable {
  var offset = 0
  var shape: [Int]
  var strides: [Int]

  var count: Int { shape.reduce(1, *) }

  static func rowMajor(_ shape: [Int]) -> View {
    View(shape: shape, strides: Shape.rowMajorStrides(shape))
  }

  /// NHWC for images (rank 4), row-major for everything else.
  static func standard(_ shape: [Int]) -> View {
    guard shape.count == 4 else { return rowMajor(shape) }
    return View(shape: shape, strides: strides(shape, order: [0, 2, 3, 1]))
  }

  /// A dense block whose axes lie in the same order as this view's.
  func denseLike() -> View {
    View(shape: shape, strides: Self.strides(shape, order: physicalOrder))
  }

  private static func strides(_ shape: [Int], order: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    var step = 1
    for axis in order.reversed() {
      strides[axis] = step
      step *= shape[axis]
    }
    return strides
  }

  /// Axes from the outermost in memory to the innermost.
  var physicalOrder: [Int] {
    shape.indices.sorted { a, b in
      (strides[a], shape[a] == 1 ? 0 : 1, b) > (strides[b], shape[b] == 1 ? 0 : 1, a)
    }
  }

  /// Whether the elements fill one block without holes or overlaps.
  var isDense: Bool {
    var step = 1
    for axis in physicalOrder.reversed() where shape[axis] != 1 {
      guard strides[axis] == step else { return false }
      step *= shape[axis]
    }
    return true
  }

  /// Whether both lay their elements out in the same way; strides of axes of length 1 do not matter.
  func liesLike(_ other: View) -> Bool {
    shape == other.shape && shape.indices.allSatisfy { shape[$0] == 1 || strides[$0] == other.strides[$0] }
  }

  var isRowMajor: Bool { liesLike(.rowMajor(shape)) }

  /// Floats from one pixel of an N, C, H, W image to the next where the pixels lie evenly, channels together; else nil.
  var pixelStride: Int? {
    guard shape.count == 4, shape[1] == 1 || strides[1] == 1 else { return nil }
    guard let step = evenStep([0, 2, 3]) else { return nil }
    return step >= shape[1] ? step : nil
  }

  /// Rows of a matrix product: floats from one vector along the last axis to the next; else nil.
  var rowStride: Int? {
    guard let last = shape.indices.last, shape[last] == 1 || strides[last] == 1 else { return nil }
    guard let step = evenStep(Array(shape.indices.dropLast())) else { return nil }
    return step >= shape[last] ? step : nil
  }

  /// The one distance between neighbours when these axes are walked in order; nil where there is no such.
  private func evenStep(_ axes: [Int]) -> Int? {
    let walked = axes.filter { shape[$0] != 1 }
    let last = shape.count == 4 && axes.count == 3 ? shape[1] : shape.last ?? 1
    guard let innermost = walked.last else { return last }
    var step = strides[innermost]
    for axis in walked.reversed() {
      guard strides[axis] == step else { return nil }
      step *= shape[axis]
    }
    return strides[innermost]
  }

  func transposed(_ permutation: [Int]) -> View {
    View(offset: offset, shape: permutation.map { shape[$0] }, strides: permutation.map { strides[$0] })
  }

  func removing(axes: [Int]) -> View {
    let kept = shape.indices.filter { !axes.contains($0) }
    return View(offset: offset, shape: kept.map { shape[$0] }, strides: kept.map { strides[$0] })
  }

  /// - Parameter axes: positions in the result, ascending.
  func inserting(axes: [Int]) -> View {
    var result = self
    for axis in axes {
      result.shape.insert(1, at: axis)
      result.strides.insert(1, at: axis)
    }
    return result
  }

  /// Repeats axes of length 1 and adds leading ones; the shapes must fit.
  func expanded(to wanted: [Int]) -> View {
    let missing = wanted.count - shape.count
    var result = View(offset: offset, shape: wanted, strides: [Int](repeating: 0, count: wanted.count))
    for axis in shape.indices where shape[axis] != 1 { result.strides[axis + missing] = strides[axis] }
    for axis in wanted.indices where wanted[axis] == 1 { result.strides[axis] = 1 }
    return result
  }

  /// `count` elements along an axis, from `start`, every `step`-th.
  func sliced(axis: Int, start: Int, count: Int, step: Int = 1) -> View {
    var result = self
    result.offset += start * strides[axis]
    result.shape[axis] = count
    result.strides[axis] *= step
    return result
  }

  /// The same elements in row-major order under another shape, or nil where that needs a copy.
  func reshaped(to wanted: [Int]) -> View? {
    let source = shape.indices.filter { shape[$0] != 1 }
    var result = View(offset: offset, shape: wanted, strides: [Int](repeating: 1, count: wanted.count))
    var next = wanted.count - 1
    var index = source.count - 1
    while index >= 0 {
      // The largest run of source axes that lies evenly is one block to cut anew.
      var block = shape[source[index]]
      let step = strides[source[index]]
      while index > 0, strides[source[index - 1]] == step * block {
        index -= 1
        block *= shape[source[index]]
      }
      index -= 1
      var covered = 1
      while next >= 0, covered * wanted[next] <= block {
        result.strides[next] = step * covered
        covered *= wanted[next]
        next -= 1
      }
      guard covered == block else { return nil }
    }
    return result
  }
}
