/// A dense float32 tensor, row-major, in the axis order of the ONNX model (images are N, C, H, W).
public struct Tensor: Sendable, Equatable {
  public var shape: [Int]
  public var scalars: [Float]

  public init(shape: [Int], scalars: [Float]) {
    precondition(shape.reduce(1, *) == scalars.count, "\(shape) does not hold \(scalars.count) values")
    self.shape = shape
    self.scalars = scalars
  }
}
