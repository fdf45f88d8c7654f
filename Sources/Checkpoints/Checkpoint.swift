/// The tensors of a PyTorch state_dict (`.pth`, `.pt`, both of PyTorch's formats) or of a safetensors file.
/// Nothing in the file is executed. It has at most 1 GiB; the tensors take at most four times its size, and at most 1 GiB.
public struct Checkpoint: Sendable {
  /// A dense tensor, row-major.
  public struct Tensor: Sendable, Equatable {
    /// Empty for a single number.
    public let shape: [Int]
    /// As many as the shape says; float16, bfloat16, float64 and whole numbers are converted.
    public let scalars: [Float]

    public init(shape: [Int], scalars: [Float]) {
      precondition(shape.reduce(1, *) == scalars.count, "\(shape) does not hold \(scalars.count) values")
      self.shape = shape
      self.scalars = scalars
    }
  }

  /// The file that it came from.
  public let path: String
  /// By name; the `module.` that DataParallel puts before every name is left out.
  public let tensors: [String: Tensor]

  public init(path: String, tensors: [String: Tensor]) {
    self.path = path
    self.tensors = tensors
  }

  /// Reads a file; of a dictionary of other things the part that holds the tensors, as in `{"state_dict": …, "epoch": 3}`.
  /// - Throws: `CheckpointError` with the file's name where it is missing, damaged, or wants more than tensors.
  public init(path: String) throws(CheckpointError) {
    let bytes = try FileContents.read(path, check: Self.checkStart)
    do throws(CheckpointProblem) {
      self.init(path: path, tensors: try Self.read(bytes))
    } catch {
      throw error.inFile(path)
    }
  }

  static func read(_ bytes: [UInt8]) throws(CheckpointProblem) -> [String: Tensor] {
    let file = Bytes(bytes)
    let tensors =
      switch Format(bytes) {
      case .zip: try ZipFormat.read(file)
      case .legacy: try LegacyFormat.read(file)
      case .safetensors: try Safetensors.read(file)
      case nil: throw CheckpointProblem.unknown
      }
    guard !tensors.isEmpty else { throw .invalid("it holds no tensors") }
    return withoutPrefix(tensors)
  }

  private static func checkStart(_ bytes: [UInt8]) throws(CheckpointProblem) {
    guard let format = Format(bytes) else { throw .unknown }
    if format == .safetensors { _ = try Safetensors.headerLength(Bytes(bytes)) }
  }

  private enum Format {
    case zip, legacy, safetensors

    /// - Parameter bytes: the file's first sixteen are enough.
    init?(_ bytes: [UInt8]) {
      let file = Bytes(bytes)
      if ZipArchive.isArchive(file) {
        self = .zip
      } else if LegacyFormat.isLegacy(file) {
        self = .legacy
      } else if Safetensors.isSafetensors(file) {
        self = .safetensors
      } else {
        return nil
      }
    }
  }

  private static func withoutPrefix(_ tensors: [String: Tensor]) -> [String: Tensor] {
    let prefix = "module."
    guard tensors.keys.allSatisfy({ $0.hasPrefix(prefix) }) else { return tensors }
    return Dictionary(uniqueKeysWithValues: tensors.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
  }
}
