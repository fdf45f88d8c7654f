public enum BinaryOperation: Sendable { case add, subtract, multiply, divide }

/// How the second operand of a binary operation is spread over (pixels, channels).
public enum Broadcast: Sendable {
  /// Same shape as the first.
  case none
  /// One value per channel.
  case channel
  /// One value per pixel.
  case pixel
  /// One value.
  case scalar
}

public struct BinaryOperands {
  public var a: UnsafePointer<Float>
  public var b: UnsafePointer<Float>
  public var broadcast: Broadcast
  public var output: UnsafeMutablePointer<Float>
  public var pixels, channels: Int
  public var activation = Activation.identity

  public init(
    a: UnsafePointer<Float>, b: UnsafePointer<Float>, broadcast: Broadcast,
    output: UnsafeMutablePointer<Float>, pixels: Int, channels: Int
  ) {
    self.a = a
    self.b = b
    self.broadcast = broadcast
    self.output = output
    self.pixels = pixels
    self.channels = channels
  }
}

public struct ElementwiseOperands {
  public var input: UnsafePointer<Float>
  public var output: UnsafeMutablePointer<Float>
  public var scale, shift: UnsafePointer<Float>?
  public var pixels, channels: Int
  public var activation: Activation

  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, pixels: Int, channels: Int,
    activation: Activation
  ) {
    self.input = input
    self.output = output
    self.pixels = pixels
    self.channels = channels
    self.activation = activation
  }
}
