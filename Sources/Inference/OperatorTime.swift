/// What one step of a run took.
public struct OperatorTime: Sendable {
  /// The node's name in the file.
  public let node: String
  /// The operator with what was fused into it, "Conv+Add+PRelu"; "Copy" for a change of layout.
  public let kind: String
  public let seconds: Double
  /// Floating-point operations, a multiply-add counting two; 0 where nothing is computed.
  public let operations: Int
  /// Bytes of the tensors and weights that it reads and writes, each counted once.
  public let bytes: Int
}
