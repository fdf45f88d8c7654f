import Imaging
import Inference

/// How pixels become numbers: (x - mean) · scale with the planes in the given order.
struct PixelNormalisation: Equatable {
  var colour: ColourOrder
  var mean: Float
  var scale: Float

  /// Each picture in the upper left corner of its image; black fills the rest.
  func batch(_ images: [PixelImage]) -> PixelBatch {
    let values = (0..<256).map { (Float($0) - mean) * scale }
    let pictures = images.map { image in
      PixelBatch.Picture(
        width: image.width, height: image.height, bytes: colour == .grey ? image.grey : image.pixels)
    }
    let order =
      switch colour {
      case .rgb: [0, 1, 2]
      case .bgr: [2, 1, 0]
      case .grey: [0]
      }
    return PixelBatch(pictures, order: order, values: values)
  }
}

extension PixelImage {
  /// One byte a pixel.
  fileprivate var grey: [UInt8] {
    pixels.withUnsafeBufferPointer { pixels in
      (0..<width * height).map { UInt8(min(Self.grey(pixels, at: $0 * 3).rounded(), 255)) }
    }
  }
}

extension ModelPack {
  /// Pixels of a network's input, where the file fixes them.
  private static let sides = 1...4096
  /// Pictures that a network may take at a time, where the file fixes it.
  private static let largestBatch = 64

  /// Loads a network that takes one batch of pictures with this many planes.
  static func network(
    _ path: String, planes: Int = 3, from networks: SharedNetworks = SharedNetworks()
  ) throws(FaceError) -> (model: Model, input: ValueDescription) {
    let model = try networks.model(path)
    guard model.inputs.count == 1, model.inputs[0].shape.count == 4, [planes, nil].contains(model.inputs[0].shape[1])
    else {
      throw .pack(
        .invalid(
          path: path, reason: "takes no single picture of \(planes == 1 ? "grey values" : "three colours") as input"))
    }
    let input = model.inputs[0]
    guard (1...largestBatch).contains(input.shape[0] ?? 1), input.shape[2...].allSatisfy({ sides.contains($0 ?? 1) })
    else {
      throw .pack(
        .invalid(
          path: path,
          reason: "takes pictures of another size than up to \(sides.upperBound) pixels, \(largestBatch) at a time"))
    }
    return (model, input)
  }
}
