/// Pictures of 8-bit pixels as the image input of a network, which reads them without a tensor of floats in between.
public struct PixelBatch {
  public struct Picture {
    public var width, height: Int
    /// Row-major, the bytes of a pixel side by side.
    public var bytes: [UInt8]

    public init(width: Int, height: Int, bytes: [UInt8]) {
      (self.width, self.height, self.bytes) = (width, height, bytes)
    }
  }

  /// Each comes to lie in the upper left corner of its image; value 0 fills the rest.
  public var pictures: [Picture]
  /// For each plane of the input, which byte of a pixel it shows; as many as a pixel has bytes.
  public var order: [Int]
  /// The number that each of the 256 values stands for.
  public var values: [Float]

  public init(_ pictures: [Picture], order: [Int], values: [Float]) {
    precondition(values.count == 256 && order.allSatisfy { order.indices.contains($0) })
    precondition(pictures.allSatisfy { $0.bytes.count == $0.width * $0.height * order.count })
    (self.pictures, self.order, self.values) = (pictures, order, values)
  }

  /// The same as numbers: N, C, H, W.
  public func tensor(count: Int, width: Int, height: Int) -> Tensor {
    let plane = width * height
    var scalars = [Float](repeating: values[0], count: count * order.count * plane)
    for (index, picture) in pictures.prefix(count).enumerated() {
      for (channel, byte) in order.enumerated() {
        for y in 0..<min(height, picture.height) {
          for x in 0..<min(width, picture.width) {
            let value = picture.bytes[(y * picture.width + x) * order.count + byte]
            scalars[(index * order.count + channel) * plane + y * width + x] = values[Int(value)]
          }
        }
      }
    }
    return Tensor(shape: [count, order.count, height, width], scalars: scalars)
  }
}
