import Checkpoints
import Inference

/// Draws a network layer by layer; each layer takes its tensors from the checkpoint by PyTorch's names.
struct NetworkBuilder {
  /// What a layer gives.
  struct Value {
    var name: String
    var channels: Int
    /// Height and width; 0 for a vector.
    var side: Int
  }

  let checkpoint: Checkpoint
  private let name: String
  private var writer: NetworkWriter
  private var used: Set<String> = []
  private var missing: [String] = []
  private var wrong: [String] = []
  private var nodes = 0
  let input: Value

  init(name: String, _ checkpoint: Checkpoint, channels: Int, side: Int) {
    self.name = name
    self.checkpoint = checkpoint
    writer = NetworkWriter(name: name, producer: "facetui")
    writer.addInput("image", shape: [nil, channels, side, side])
    input = Value(name: "image", channels: channels, side: side)
  }

  // MARK: - Layers

  /// Without bias, as everywhere before a BatchNorm.
  mutating func convolution(
    _ x: Value, _ name: String, _ channels: Int, kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1
  ) -> Value {
    take("\(name).weight", [channels, x.channels / groups, kernel, kernel])
    let side = (x.side + 2 * padding - kernel) / stride + 1
    return node(
      "Conv", name, [x.name, "\(name).weight"], channels, side,
      [
        "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
        "pads": .integers([padding, padding, padding, padding]), "group": .integer(groups),
      ])
  }

  /// With the running statistics, and PyTorch's default ε.
  mutating func batchNorm(_ x: Value, _ name: String) -> Value {
    let names = ["weight", "bias", "running_mean", "running_var"].map { "\(name).\($0)" }
    for name in names { take(name, [x.channels]) }
    return node("BatchNormalization", name, [x.name] + names, x.channels, x.side, ["epsilon": .float(1e-5)])
  }

  /// - Parameter isShared: whether one slope serves all channels.
  mutating func prelu(_ x: Value, _ name: String, isShared: Bool = false) -> Value {
    let slopes = isShared ? 1 : x.channels
    take("\(name).weight", [slopes], as: x.side > 0 ? [slopes, 1, 1] : [slopes])
    return node("PRelu", name, [x.name, "\(name).weight"], x.channels, x.side)
  }

  mutating func maxPool(_ x: Value, _ name: String) -> Value {
    node(
      "MaxPool", name, [x.name], x.channels, x.side / 2,
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])]
    )
  }

  mutating func add(_ x: Value, _ y: Value, _ name: String) -> Value {
    node("Add", name, [x.name, y.name], x.channels, x.side)
  }

  /// Fully connected; its output's length is the checkpoint's.
  mutating func linear(_ x: Value, _ name: String, hasBias: Bool) -> Value {
    let flat = node("Flatten", "\(name).flatten", [x.name], x.channels * x.side * x.side, 0)
    let outputs = max(1, checkpoint.tensors["\(name).weight"]?.shape.first ?? 512)
    take("\(name).weight", [outputs, flat.channels])
    if hasBias { take("\(name).bias", [outputs]) }
    let inputs = [flat.name, "\(name).weight"] + (hasBias ? ["\(name).bias"] : [])
    return node("Gemm", name, inputs, outputs, 0, ["transB": .integer(1)])
  }

  /// Scales each channel by what two small layers make of all channels' means (Hu et al. 2018, with a PReLU).
  mutating func squeezeExcite(_ x: Value, _ name: String, hidden: Int) -> Value {
    let mean = node("GlobalAveragePool", "\(name).avg_pool", [x.name], x.channels, 1)
    let squeezed = prelu(pointwise(mean, "\(name).fc.0", hidden), "\(name).fc.1", isShared: true)
    let excited = pointwise(squeezed, "\(name).fc.2", x.channels)
    let weights = node("Sigmoid", "\(name).fc.3", [excited.name], x.channels, 1)
    return node("Mul", name, [x.name, weights.name], x.channels, x.side)
  }

  /// A fully connected layer, written as a convolution of one pixel.
  private mutating func pointwise(_ x: Value, _ name: String, _ channels: Int) -> Value {
    take("\(name).weight", [channels, x.channels], as: [channels, x.channels, 1, 1])
    take("\(name).bias", [channels])
    return node(
      "Conv", name, [x.name, "\(name).weight", "\(name).bias"], channels, 1, ["kernel_shape": .integers([1, 1])])
  }

  private mutating func node(
    _ type: String, _ name: String, _ inputs: [String], _ channels: Int, _ side: Int,
    _ attributes: [String: NetworkWriter.Attribute] = [:]
  ) -> Value {
    nodes += 1
    let value = Value(name: "\(name):\(nodes)", channels: channels, side: side)
    writer.addNode(type, name: name, inputs: inputs, output: value.name, attributes: attributes)
    return value
  }

  // MARK: - Tensors

  /// - Parameter layout: the shape in the ONNX file, where it differs from the checkpoint's.
  private mutating func take(_ name: String, _ shape: [Int], as layout: [Int]? = nil) {
    // A layer that runs twice has one set of weights.
    guard used.insert(name).inserted else { return }
    guard let tensor = checkpoint.tensors[name] else { return missing.append(name) }
    guard tensor.shape == shape else { return wrong.append("\(name) \(tensor.shape) instead of \(shape)") }
    writer.addWeights(name, Tensor(shape: layout ?? shape, scalars: tensor.scalars))
  }

  /// - Throws: where the tensors were not exactly those that the layers asked for.
  mutating func finish(_ output: Value) throws(ArchitectureError) -> [UInt8] {
    // How often a BatchNorm was trained does not matter any more.
    let extra = checkpoint.tensors.keys.filter { !used.contains($0) && !$0.hasSuffix("num_batches_tracked") }.sorted()
    guard missing.isEmpty, extra.isEmpty, wrong.isEmpty else {
      throw .mismatch(path: checkpoint.path, architecture: name, missing: missing, extra: extra, wrong: wrong)
    }
    writer.addOutput(output.name, shape: [nil, output.channels])
    do {
      return try writer.serialised()
    } catch {
      throw .tooLarge(path: checkpoint.path)
    }
  }
}
