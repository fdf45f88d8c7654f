import Imaging
import Inference

/// Turns aligned crops into embeddings.
final class Recogniser {
  private let settings: RecogniserSettings
  private let path: String
  private let input: ValueDescription
  private let output: String
  private let session: Session
  private let batch: Int

  init(pack: ModelPack, threads: Int) throws(FaceError) {
    settings = pack.recogniser
    path = pack.recogniserPath
    let model: Model
    (model, input) = try ModelPack.network(path)
    let side = settings.inputSize
    guard [side, nil].contains(input.shape[2]), [side, nil].contains(input.shape[3]) else {
      throw .pack(.invalid(path: path, reason: "does not take crops of \(side)×\(side) pixels"))
    }
    guard model.outputs.count == 1, [settings.dimensions, nil].contains(model.outputs[0].shape.last ?? nil) else {
      throw .pack(.invalid(path: path, reason: "does not give one embedding of \(settings.dimensions) numbers"))
    }
    output = model.outputs[0].name
    batch = input.shape[0] ?? (settings.mirror ? 2 : 1)
    do {
      session = try Session(model, shapes: [input.name: [batch, 3, side, side]], threads: threads)
    } catch {
      throw .network(error)
    }
  }

  /// The embedding of an aligned 112×112 crop, of length 1; with the mirrored crop's added where the pack says so.
  func embedding(_ crop: PixelImage) throws(FaceError) -> [Float] {
    let crops = settings.mirror ? [crop, crop.mirrored] : [crop]
    var sum = [Float](repeating: 0, count: settings.dimensions)
    for start in stride(from: 0, to: crops.count, by: batch) {
      for vector in try run(Array(crops[start..<min(start + batch, crops.count)])) {
        for index in sum.indices { sum[index] += vector[index] }
      }
    }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length.isFinite, length > 0 else {
      throw .pack(.invalid(path: path, reason: "gave an embedding that is no direction (zero or not a number)"))
    }
    return sum.map { $0 / length }
  }

  /// One vector for each of at most `batch` crops.
  private func run(_ crops: [PixelImage]) throws(FaceError) -> [ArraySlice<Float>] {
    let normalisation = PixelNormalisation(colour: settings.colour, mean: settings.mean, scale: settings.scale)
    let side = settings.inputSize
    let tensor = normalisation.tensor(crops, count: batch, width: side, height: side)
    let result: Tensor?
    do {
      result = try session.run([input.name: tensor])[output]
    } catch {
      throw .network(error)
    }
    guard let result, result.scalars.count == batch * settings.dimensions else {
      throw .pack(.invalid(path: path, reason: "does not give one embedding of \(settings.dimensions) numbers"))
    }
    return crops.indices.map { Array(result.scalars[$0 * settings.dimensions..<($0 + 1) * settings.dimensions])[...] }
  }
}
