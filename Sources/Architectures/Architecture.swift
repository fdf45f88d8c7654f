import Checkpoints
import Inference

/// A kind of face recogniser whose trained weights come from a checkpoint.
public struct Architecture: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case resnetFace(squeezeExcite: Bool)
    /// Blocks of each of the four stages.
    case iresnet([Int])
    case mobileFaceNet
  }

  /// An ONNX file.
  public struct Network: Sendable {
    /// Its input is (N, channels, side, side), its output (N, dimensions).
    public let bytes: [UInt8]
    /// Length of what it gives for one picture; the checkpoint decides.
    public let dimensions: Int
  }

  /// Every name that `init(name:)` knows.
  public static let names = ["resnet_face18", "iresnet18", "iresnet34", "iresnet50", "iresnet100", "mobilefacenet"]

  public let name: String
  let kind: Kind
  /// Channels of the first layer; the others are multiples of it.
  var width = 64
  /// Of the squeeze-and-excitation.
  var reduction = 16

  /// - Parameter squeezeExcite: whether the blocks of resnet_face18 have squeeze-and-excitation; the others never have.
  /// - Throws: `.unknown`.
  public init(name: String, squeezeExcite: Bool = false) throws(ArchitectureError) {
    let kind: Kind? =
      switch name {
      case "resnet_face18": .resnetFace(squeezeExcite: squeezeExcite)
      case "iresnet18": .iresnet([2, 2, 2, 2])
      case "iresnet34": .iresnet([3, 4, 6, 3])
      case "iresnet50": .iresnet([3, 4, 14, 3])
      case "iresnet100": .iresnet([3, 13, 30, 3])
      case "mobilefacenet": .mobileFaceNet
      default: nil
      }
    guard let kind else { throw .unknown(name) }
    self.name = name
    self.kind = kind
  }

  /// Whether there is a variant of it with squeeze-and-excitation.
  public var takesSqueezeExcite: Bool { isGrey }

  /// Whether its input has one plane of grey values instead of red, green and blue.
  public var isGrey: Bool {
    if case .resnetFace = kind { true } else { false }
  }

  /// Pixels of the square input.
  public var side: Int { isGrey ? 128 : 112 }

  /// Fills the architecture with a checkpoint's tensors.
  /// - Throws: `.mismatch` where a tensor is missing, has another shape, or belongs to nothing.
  public func network(_ checkpoint: Checkpoint) throws(ArchitectureError) -> Network {
    var builder = NetworkBuilder(name: name, checkpoint, channels: isGrey ? 1 : 3, side: side)
    let output =
      switch kind {
      case .resnetFace(let squeezeExcite):
        builder.resnetFace(width: width, reduction: squeezeExcite ? reduction : nil)
      case .iresnet(let blocks): builder.iresnet(width: width, blocks: blocks)
      case .mobileFaceNet: builder.mobileFaceNet(width: width)
      }
    return Network(bytes: try builder.finish(output), dimensions: output.channels)
  }
}
