import KernelInterface

/// An `Activation` as a type of its own, so that loops specialised for it hold neither a branch nor a call.
protocol ActivationFunction {
  /// `channel` is that of the first lane.
  func callAsFunction(_ x: Panel, channel: Int) -> Panel
  func lanes(_ x: Lanes, channel: Int) -> Lanes
}

/// A loop that ends in an activation.
protocol ActivatedLoop {
  func run<F: ActivationFunction>(_ activation: F)
}

extension Activation {
  @inline(__always)
  func run<Loop: ActivatedLoop>(_ loop: Loop) {
    switch self {
    case .identity: loop.run(Identity())
    case .relu: loop.run(Relu())
    case .leakyRelu(let slope): loop.run(LeakyRelu(slope: slope))
    case .prelu(let slopes): loop.run(PRelu(slopes: slopes))
    case .clip(let low, let high): loop.run(Clip(low: low, high: high))
    case .sigmoid: loop.run(Sigmoid())
    }
  }

  /// Whether the function differs from channel to channel.
  var isPerChannel: Bool {
    if case .prelu = self { true } else { false }
  }
}

struct Identity: ActivationFunction {
  @inline(__always)
  func callAsFunction(_ x: Panel, channel: Int) -> Panel { x }
}

struct Relu: ActivationFunction {
  @inline(__always)
  func callAsFunction(_ x: Panel, channel: Int) -> Panel { x.replacing(with: 0, where: x .< 0) }
}

struct LeakyRelu: ActivationFunction {
  let slope: Float

  @inline(__always)
  func callAsFunction(_ x: Panel, channel: Int) -> Panel { x.replacing(with: x * slope, where: x .< 0) }
}

struct PRelu: ActivationFunction {
  let slopes: UnsafePointer<Float>

  @inline(__always)
  func callAsFunction(_ x: Panel, channel: Int) -> Panel {
    x.replacing(with: x * load(slopes + channel), where: x .< 0)
  }

  @inline(__always)
  func lanes(_ x: Lanes, channel: Int) -> Lanes {
    x.replacing(with: x * loadLanes(slopes + channel), where: x .< 0)
  }
}

struct Clip: ActivationFunction {
  let low, high: Float

  @inline(__always)
  func callAsFunction(_ x: Panel, channel: Int) -> Panel {
    minimum(maximum(x, Panel(repeating: low)), Panel(repeating: high))
  }
}

struct Sigmoid: ActivationFunction {
  @inline(__always)
  func callAsFunction(_ x: Panel, channel: Int) -> Panel { 1 / (1 + exponential(-x)) }
}

/// e^x with a relative error below 2e-7; beyond ±87 it stays at the value there.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2, so e^x = 2^n · e^r, and e^r is its Taylor series up to r⁷.
/// Adding 1.5·2²³ rounds to an integer and leaves n in the low bits, from where a shift puts it into the exponent:
/// conversions between floating-point and integer vectors would be done lane by lane.
@inline(__always)
func exponential(_ x: Panel) -> Panel {
  let clipped = minimum(maximum(x, Panel(repeating: -87)), Panel(repeating: 87))
  let magic: Float = 12_582_912
  let shifted = multiplyAdd(clipped, Panel(repeating: 1.442_695_04), Panel(repeating: magic))
  let n = shifted - magic
  // ln 2 in two parts, the first short enough for n · part to be exact.
  let r = multiplyAdd(n, Panel(repeating: 2.121_944_4e-4), multiplyAdd(n, Panel(repeating: -0.693_359_375), clipped))
  var series = Panel(repeating: 1 / 5040)
  series = multiplyAdd(series, r, Panel(repeating: 1 / 720))
  series = multiplyAdd(series, r, Panel(repeating: 1 / 120))
  series = multiplyAdd(series, r, Panel(repeating: 1 / 24))
  series = multiplyAdd(series, r, Panel(repeating: 1 / 6))
  series = multiplyAdd(series, r, Panel(repeating: 0.5))
  series = multiplyAdd(series, r, Panel(repeating: 1))
  series = multiplyAdd(series, r, Panel(repeating: 1))
  return series * powerOfTwo(shifted)
}

/// 2^n for n in the low bits of `shifted`, |n| ≤ 126.
@inline(__always)
private func powerOfTwo(_ shifted: Panel) -> Panel {
  #if FMA
    typealias Bits = SIMD16<UInt32>
  #else
    typealias Bits = SIMD8<UInt32>
  #endif
  let bits = unsafeBitCast(shifted, to: Bits.self)
  return unsafeBitCast((bits &<< 23) &+ Bits(repeating: 0x3F80_0000), to: Panel.self)
}
