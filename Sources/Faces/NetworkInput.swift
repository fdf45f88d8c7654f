import Imaging
import Inference

/// How pixels become numbers: (x - mean) · scale with the planes in the given order.
struct PixelNormalisation: Equatable {
  var colour: ColourOrder
  var mean: Float
  var scale: Float

  /// One tensor (count, 3, height, width) with each picture in its upper left corner; black fills the rest.
  func tensor(_ images: [PixelImage], count: Int, width: Int, height: Int) -> Tensor {
    let plane = width * height
    var scalars = [Float](repeating: -mean * scale, count: count * 3 * plane)
    for (index, image) in images.enumerated() {
      let columns = min(image.width, width)
      let rows = min(image.height, height)
      for channel in 0..<3 {
        let source = colour == .rgb ? channel : 2 - channel
        for y in 0..<rows {
          let line = y * image.width * 3 + source
          let start = (index * 3 + channel) * plane + y * width
          for x in 0..<columns { scalars[start + x] = (Float(image.pixels[line + x * 3]) - mean) * scale }
        }
      }
    }
    return Tensor(shape: [count, 3, height, width], scalars: scalars)
  }
}

extension ModelPack {
  /// Loads a network that takes one batch of three planes.
  static func network(_ path: String) throws(FaceError) -> (model: Model, input: ValueDescription) {
    let model: Model
    do {
      model = try Model(path: path)
    } catch {
      throw .network(error)
    }
    guard model.inputs.count == 1, model.inputs[0].shape.count == 4, [3, nil].contains(model.inputs[0].shape[1]) else {
      throw .pack(.invalid(path: path, reason: "takes no single picture of three colours as input"))
    }
    return (model, model.inputs[0])
  }
}
