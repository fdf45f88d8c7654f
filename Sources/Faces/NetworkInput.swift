import Imaging
import Inference

/// How pixels become numbers: (x - mean) · scale with the planes in the given order.
struct PixelNormalisation: Equatable {
  var colour: ColourOrder
  var mean: Float
  var scale: Float

  /// One tensor (count, planes, height, width) with each picture in its upper left corner; black fills the rest.
  func tensor(_ images: [PixelImage], count: Int, width: Int, height: Int) -> Tensor {
    let plane = width * height
    let planes = colour.planes
    var scalars = [Float](repeating: -mean * scale, count: count * planes * plane)
    for (index, image) in images.enumerated() {
      let columns = min(image.width, width)
      let rows = min(image.height, height)
      for channel in 0..<planes {
        for y in 0..<rows {
          let line = y * image.width * 3
          let start = (index * planes + channel) * plane + y * width
          for x in 0..<columns {
            scalars[start + x] = (value(image.pixels, line + x * 3, channel: channel) - mean) * scale
          }
        }
      }
    }
    return Tensor(shape: [count, planes, height, width], scalars: scalars)
  }

  /// 0...255, of the pixel that starts at `place`.
  private func value(_ pixels: [UInt8], _ place: Int, channel: Int) -> Float {
    switch colour {
    case .rgb: Float(pixels[place + channel])
    case .bgr: Float(pixels[place + 2 - channel])
    case .grey: PixelImage.grey(pixels, at: place).rounded()
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
