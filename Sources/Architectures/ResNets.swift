extension NetworkBuilder {
  /// The network of arcface-pytorch (models/resnet.py there): grey input, one PReLU slope for each block.
  /// - Parameter reduction: of the squeeze-and-excitation; nil where the blocks have none.
  mutating func resnetFace(width: Int, reduction: Int?) -> Value {
    var x = convolution(input, "conv1", width, kernel: 3, padding: 1)
    x = prelu(batchNorm(x, "bn1"), "prelu", isShared: true)
    x = maxPool(x, "maxpool")
    for stage in 0..<4 {
      for block in 0..<2 {
        x = faceBlock(
          x, "layer\(stage + 1).\(block)", width << stage, stride: stage > 0 && block == 0 ? 2 : 1, reduction: reduction
        )
      }
    }
    x = linear(batchNorm(x, "bn4"), "fc5", hasBias: true)
    return batchNorm(x, "bn5")
  }

  private mutating func faceBlock(
    _ x: Value, _ name: String, _ channels: Int, stride: Int, reduction: Int?
  ) -> Value {
    var y = convolution(batchNorm(x, "\(name).bn0"), "\(name).conv1", x.channels, kernel: 3, padding: 1)
    y = prelu(batchNorm(y, "\(name).bn1"), "\(name).prelu", isShared: true)
    y = convolution(y, "\(name).conv2", channels, kernel: 3, stride: stride, padding: 1)
    y = batchNorm(y, "\(name).bn2")
    if let reduction { y = squeezeExcite(y, "\(name).se", hidden: max(channels / reduction, 1)) }
    let shortcut = stride == 1 && channels == x.channels ? x : projection(x, name, channels, stride: stride)
    return prelu(add(y, shortcut, "\(name).add"), "\(name).prelu", isShared: true)
  }

  /// IResNet as in insightface's arcface_torch (backbones/iresnet.py there): Han, Kim, Kim 2017 with PReLU.
  mutating func iresnet(width: Int, blocks: [Int]) -> Value {
    var x = convolution(input, "conv1", width, kernel: 3, padding: 1)
    x = prelu(batchNorm(x, "bn1"), "prelu")
    for (stage, count) in blocks.enumerated() {
      for block in 0..<count {
        x = improvedBlock(x, "layer\(stage + 1).\(block)", width << stage, stride: block == 0 ? 2 : 1)
      }
    }
    x = linear(batchNorm(x, "bn2"), "fc", hasBias: true)
    return batchNorm(x, "features")
  }

  private mutating func improvedBlock(_ x: Value, _ name: String, _ channels: Int, stride: Int) -> Value {
    var y = convolution(batchNorm(x, "\(name).bn1"), "\(name).conv1", channels, kernel: 3, padding: 1)
    y = prelu(batchNorm(y, "\(name).bn2"), "\(name).prelu")
    y = convolution(y, "\(name).conv2", channels, kernel: 3, stride: stride, padding: 1)
    y = batchNorm(y, "\(name).bn3")
    let shortcut = stride == 1 && channels == x.channels ? x : projection(x, name, channels, stride: stride)
    return add(y, shortcut, "\(name).add")
  }

  private mutating func projection(_ x: Value, _ name: String, _ channels: Int, stride: Int) -> Value {
    let y = convolution(x, "\(name).downsample.0", channels, kernel: 1, stride: stride)
    return batchNorm(y, "\(name).downsample.1")
  }
}
