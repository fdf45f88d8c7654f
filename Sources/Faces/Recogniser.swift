import Imaging
import Inference

/// Turns aligned crops into embeddings.
final class Recogniser {
  private let settings: RecogniserSettings
  private let path: String
  /// Kept, so that other analysers find it loaded.
  private let model: Model
  private let input: ValueDescription
  private let output: String
  private let session: Session
  private let batch: Int

  init(pack: ModelPack, networks: SharedNetworks, threads: Int) throws(FaceError) {
    settings = pack.recogniser
    path = pack.recogniserPath
    (model, input) = try ModelPack.network(path, planes: settings.colour.planes, from: networks)
    let side = settings.inputSize
    guard [side, nil].contains(input.shape[2]), [side, nil].contains(input.shape[3]) else {
      throw .pack(.invalid(path: path, reason: "does not take crops of \(side)×\(side) pixels"))
    }
    guard model.outputs.count == 1, [settings.networkDimensions, nil].contains(model.outputs[0].shape.last ?? nil)
    else {
      throw .pack(.invalid(path: path, reason: "does not give one embedding of \(settings.networkDimensions) numbers"))
    }
    output = model.outputs[0].name
    batch = input.shape[0] ?? (settings.mirror == .none ? 1 : 2)
    do {
      session = try Session(
        model, shapes: [input.name: [batch, settings.colour.planes, side, side]], threads: threads,
        scratch: networks.scratch, mostOperations: Self.mostOperations(pictures: batch))
    } catch {
      throw .network(error)
    }
  }

  /// A photo may show hundreds of faces, so that one is given three seconds of a core; an IResNet100 takes 2.4e10.
  static func mostOperations(pictures: Int) -> Double { min(6e10 * Double(pictures), Session.mostOperations) }

  /// The embedding of an aligned crop, of length 1; with the mirrored crop's added or joined where the pack says so.
  /// Strength is its length before that over the least that the pack trusts; nil where the pack does not say.
  func embedding(_ crop: PixelImage) throws(FaceError) -> (values: [Float], strength: Float?) {
    let crops = settings.mirror == .none ? [crop] : [crop, crop.mirrored]
    var vectors: [ArraySlice<Float>] = []
    for start in stride(from: 0, to: crops.count, by: batch) {
      vectors += try run(Array(crops[start..<min(start + batch, crops.count)]))
    }
    let sum =
      switch settings.mirror {
      case .concatenate: vectors.flatMap(\.self)
      case .sum, .none:
        vectors.dropFirst().reduce(vectors[0].map(\.self)) { zip($0, $1).map { $0 + $1 } }
      }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length.isFinite, length > 0 else {
      throw .pack(.invalid(path: path, reason: "gave an embedding that is no direction (zero or not a number)"))
    }
    return (sum.map { $0 / length }, settings.leastLength.map { length / $0 })
  }

  /// One vector for each of at most `batch` crops.
  private func run(_ crops: [PixelImage]) throws(FaceError) -> [ArraySlice<Float>] {
    let normalisation = PixelNormalisation(colour: settings.colour, mean: settings.mean, scale: settings.scale)
    let result: Tensor?
    do {
      result = try session.run(normalisation.batch(crops))[output]
    } catch {
      throw .network(error)
    }
    guard let result, result.scalars.count == batch * settings.networkDimensions else {
      throw .pack(.invalid(path: path, reason: "does not give one embedding of \(settings.networkDimensions) numbers"))
    }
    let length = settings.networkDimensions
    return crops.indices.map { result.scalars[$0 * length..<($0 + 1) * length] }
  }
}
