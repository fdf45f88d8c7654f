/// How a public repository names MobileFaceNet's layers.
struct MobileFaceNetNames {
  /// Channels of the trunk, as a multiple of the width.
  let scale: Int
  /// The first two layers, then the four with stride 2 and their stages in turn.
  let layers: [String]
  /// Between a stage's name and its blocks' numbers.
  let blocks: String
  /// Convolution, BatchNorm and PReLU of a layer.
  let parts: [String]
  /// The three layers of a block.
  let depthwise: [String]
  let last: (separable: String, depthwise: String, linear: String, norm: String)

  /// TreB1eN/InsightFace_Pytorch (model.py there), and what was made from it.
  static let insightFacePytorch = MobileFaceNetNames(
    scale: 1, layers: ["conv1", "conv2_dw", "conv_23", "conv_3", "conv_34", "conv_4", "conv_45", "conv_5"],
    blocks: "model", parts: ["conv", "bn", "prelu"], depthwise: ["conv", "conv_dw", "project"],
    last: ("conv_6_sep", "conv_6_dw", "linear", "bn"))

  /// deepinsight/insightface, arcface_torch (backbones/mobilefacenet.py there), of twice the width.
  static let arcfaceTorch = MobileFaceNetNames(
    scale: 2, layers: (0..<8).map { "layers.\($0)" }, blocks: "layers", parts: ["layers.0", "layers.1", "layers.2"],
    depthwise: ["layers.0", "layers.1", "layers.2"],
    last: ("conv_sep", "features.layers.0", "features.layers.2", "features.layers.3"))
}

extension NetworkBuilder {
  /// Chen et al. 2018, table 1. Where the repository brings the output to length 1, that is left out here.
  mutating func mobileFaceNet(width: Int) -> Value {
    let isArcfaceTorch = checkpoint.tensors.keys.contains { $0.hasPrefix("layers.0.") }
    let names: MobileFaceNetNames = isArcfaceTorch ? .arcfaceTorch : .insightFacePytorch
    let trunk = width * names.scale
    var x = block(input, names, names.layers[0], trunk, kernel: 3, stride: 2, padding: 1)
    x = block(x, names, names.layers[1], trunk, kernel: 3, padding: 1, groups: width)
    let stages = [(trunk, 2, 4, 2), (2 * trunk, 4, 6, 4), (2 * trunk, 8, 2, 4)]
    for (index, (channels, first, count, inner)) in stages.enumerated() {
      x = depthwise(x, names, names.layers[2 + 2 * index], channels, groups: first * width, stride: 2)
      for number in 0..<count {
        let name = "\(names.layers[3 + 2 * index]).\(names.blocks).\(number)"
        let y = depthwise(x, names, name, channels, groups: inner * width, stride: 1)
        x = add(x, y, "\(name).add")
      }
    }
    x = block(x, names, names.last.separable, 8 * width, kernel: 1)
    x = block(x, names, names.last.depthwise, 8 * width, kernel: 7, groups: 8 * width, isActivated: false)
    return batchNorm(linear(x, names.last.linear, hasBias: false), names.last.norm)
  }

  private mutating func depthwise(
    _ x: Value, _ names: MobileFaceNetNames, _ name: String, _ channels: Int, groups: Int, stride: Int
  ) -> Value {
    let parts = names.depthwise.map { "\(name).\($0)" }
    var y = block(x, names, parts[0], groups, kernel: 1)
    y = block(y, names, parts[1], groups, kernel: 3, stride: stride, padding: 1, groups: groups)
    return block(y, names, parts[2], channels, kernel: 1, isActivated: false)
  }

  private mutating func block(
    _ x: Value, _ names: MobileFaceNetNames, _ name: String, _ channels: Int, kernel: Int, stride: Int = 1,
    padding: Int = 0, groups: Int = 1, isActivated: Bool = true
  ) -> Value {
    let parts = names.parts.map { "\(name).\($0)" }
    let y = batchNorm(
      convolution(x, parts[0], channels, kernel: kernel, stride: stride, padding: padding, groups: groups), parts[1])
    return isActivated ? prelu(y, parts[2]) : y
  }
}
