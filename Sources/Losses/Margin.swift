/// What a cosine is multiplied by to give a logit.
public enum LogitScale: Sendable, Equatable {
  /// ‖w‖‖x‖: the logit without a margin is the dot product.
  case lengths
  /// ‖x‖: only the class weights are brought to length 1.
  case embeddingLength
  /// s: embeddings and class weights are brought to length 1.
  case constant(Double)
}

/// A loss that makes the true class harder to reach: its cosine c = cos θ is replaced by a smaller number.
///
/// The logit of class j for the embedding x and class weights wⱼ is scale · cos θⱼ, that of the true class
/// scale · `target`(cos θ).
public protocol Margin: Sendable {
  var scale: LogitScale { get }
  /// - Parameter cosine: -1 to 1, of the embedding and the weights of its true class.
  /// - Returns: what stands for it, and the derivative of that by `cosine`.
  func target(_ cosine: Double) -> (value: Double, slope: Double)
}

/// No margin: a fully connected layer without bias, or a softmax of scaled cosines.
public struct NoMargin: Margin {
  public var scale: LogitScale

  public init(scale: LogitScale = .lengths) { self.scale = scale }

  public func target(_ cosine: Double) -> (value: Double, slope: Double) { (cosine, 1) }
}

/// The sine of the angle of a cosine, kept from 0: slopes divide by it, and where it vanishes the direction that they
/// multiply does too.
func sine(of cosine: Double) -> Double { max(1e-4, max(0, 1 - cosine * cosine).squareRoot()) }
