import Inference

/// A recogniser that is to become part of a pack, with what its manifest will say.
public struct RecogniserImport: Sendable {
  /// An ONNX file; empty once it is part of a pack.
  public internal(set) var network: [UInt8]
  public var colour: ColourOrder
  /// A colour value x in 0...255 enters the network as (x − mean) · scale.
  public var mean, scale: Float
  public let inputSize: Int
  public var template = FaceTemplate.arcface
  public var mirror = MirrorUse.sum
  /// Length of what the network gives for one crop.
  public let networkDimensions: Int

  /// A network of known make, trained on values from -1 to 1.
  public init(network: [UInt8], isGrey: Bool, inputSize: Int, dimensions: Int) {
    self.network = network
    colour = isGrey ? .grey : .rgb
    mean = 127.5
    scale = 1 / 127.5
    self.inputSize = inputSize
    networkDimensions = dimensions
  }

  /// Looks at a network that somebody exported, and runs it once.
  /// - Parameter assumptions: filled with a sentence for each setting that the file does not tell for certain.
  /// - Throws: where the network is not one that turns a square picture into one embedding.
  public init(onnx path: String, assumptions: inout [String]) throws(FaceError) {
    let digest: String
    (self, digest) = try Self.examined(path, &assumptions)
    do {
      network = try ModelBytes.read(path)
    } catch {
      throw .network(error)
    }
    guard ModelPack.digest(network) == digest else {
      throw .pack(.invalid(path: path, reason: "it changes while it is read"))
    }
  }

  /// All but the bytes, as the loaded network takes much memory of its own; and their SHA-256.
  private static func examined(
    _ path: String, _ assumptions: inout [String]
  ) throws(FaceError) -> (RecogniserImport, digest: String) {
    let model: Model
    let digest: String
    do {
      let bytes = try ModelBytes.read(path)
      digest = ModelPack.digest(bytes)
      model = try Model(consume bytes, path: path)
    } catch {
      throw .network(error)
    }
    let input = try input(of: model, &assumptions)
    var result = RecogniserImport(
      network: [], isGrey: input.planes == 1, inputSize: input.side, dimensions: try dimensions(of: model, input))
    if input.planes == 3 { assumptions.append("colours in the order red, green, blue (--colour bgr for the other)") }
    if model.normalisesInput { (result.mean, result.scale) = (0, 1) }
    assumptions.append(
      model.normalisesInput
        ? "the network brings colour values from 0…255 into its range itself, as it begins with arithmetic"
        : "the network takes (x − 127.5) / 127.5, as it begins without arithmetic (--mean and --scale for others)")
    return (result, digest)
  }

  /// Length of an embedding.
  var dimensions: Int { mirror == .concatenate ? 2 * networkDimensions : networkDimensions }

  private struct Input {
    var name: String
    var planes, side, batch: Int
  }

  private static func input(of model: Model, _ assumptions: inout [String]) throws(FaceError) -> Input {
    func refused(_ reason: String) -> FaceError { .pack(.invalid(path: model.path, reason: reason)) }
    guard model.inputs.count == 1, model.outputs.count == 1 else {
      throw refused("has \(model.inputs.count) inputs and \(model.outputs.count) outputs; a recogniser has one of each")
    }
    let shape = model.inputs[0].shape
    guard shape.count == 4 else { throw refused("its input is no picture") }
    guard [1, 3, nil].contains(shape[1]) else {
      throw refused(
        [1, 3].contains(shape[3])
          ? "its input has the colours last; export it with the channels first"
          : "its input has \(shape[1] ?? 0) channels; a picture has 1 or 3")
    }
    guard shape[2] == shape[3] else { throw refused("its input is not square") }
    guard (32...512).contains(shape[2] ?? 112) else {
      throw refused("its input has \(shape[2] ?? 0) pixels a side; a recogniser's has 32 to 512")
    }
    guard (1...64).contains(shape[0] ?? 1) else {
      throw refused("takes \(shape[0] ?? 0) pictures at a time; at most 64 are supported")
    }
    if shape[1] == nil { assumptions.append("three colours, as the file leaves the number of channels open") }
    if shape[2] == nil { assumptions.append("crops of 112×112 pixels, as the file leaves their size open") }
    return Input(name: model.inputs[0].name, planes: shape[1] ?? 3, side: shape[2] ?? 112, batch: shape[0] ?? 1)
  }

  /// Runs the network on grey and on a pattern: the answers must be one vector of finite numbers each, and differ.
  private static func dimensions(of model: Model, _ input: Input) throws(FaceError) -> Int {
    let shape = [input.batch, input.planes, input.side, input.side]
    let pixels = shape.dropFirst().reduce(1, *)
    // A network that takes several pictures at a time sees both at once.
    let runs = input.batch > 1 ? [[0, 37]] : [[0], [37]]
    var results: [Float] = []
    do {
      let session = try Session(
        model, shapes: [input.name: shape], mostOperations: Recogniser.mostOperations(pictures: input.batch))
      for steps in runs {
        var scalars: [Float] = []
        scalars.reserveCapacity(shape.reduce(1, *))
        for picture in 0..<input.batch {
          let step = steps[picture % steps.count]
          for pixel in 0..<pixels { scalars.append(Float(pixel * step % 256) / 128 - 1) }
        }
        let outputs = try session.run([input.name: Tensor(shape: shape, scalars: scalars)])
        results += outputs[model.outputs[0].name]?.scalars ?? []
      }
    } catch {
      throw .network(error)
    }
    let pictures = runs.count * input.batch
    let length = results.count / pictures
    guard (8...4096).contains(length), results.count == length * pictures else {
      throw .pack(.invalid(path: model.path, reason: "gives \(length) numbers for a picture, which is no embedding"))
    }
    guard results.allSatisfy(\.isFinite), results[..<length] != results[length..<2 * length] else {
      throw .pack(.invalid(path: model.path, reason: "gives the same for all pictures, or numbers that are not finite"))
    }
    return length
  }
}
