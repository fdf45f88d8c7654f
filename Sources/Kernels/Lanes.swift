// Lanes are the vector of the sliding window: one register, where a panel may be two.

#if AVX512
  typealias Lanes = SIMD16<Float>
#elseif FMA
  typealias Lanes = SIMD8<Float>
#else
  typealias Lanes = SIMD4<Float>
#endif

@inline(__always)
var laneCount: Int { Lanes.scalarCount }

@inline(__always)
func loadLanes(_ source: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func storeLanes(_ lanes: Lanes, _ target: UnsafeMutablePointer<Float>) {
  var lanes = lanes
  UnsafeMutableRawPointer(target).copyMemory(from: &lanes, byteCount: MemoryLayout<Lanes>.size)
}

/// The first `count` lanes only.
@inline(__always)
func storeLanes(_ lanes: Lanes, _ target: UnsafeMutablePointer<Float>, count: Int) {
  if count >= laneCount { return storeLanes(lanes, target) }
  #if AVX512
    store(lanes, target, count: count)
  #elseif FMA
    storePart(lanes, target, count)
  #else
    storeQuarter(lanes, target, count)
  #endif
}

/// a · b + c
@inline(__always)
func multiplyAddLanes(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
  #if FMA
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

extension ActivationFunction {
  /// For functions that are the same for every channel. The compiler drops what is computed for the rest of the panel.
  @inline(__always)
  func lanes(_ x: Lanes, channel: Int) -> Lanes {
    #if AVX512
      self(x, channel: channel)
    #else
      unsafeBitCast(self(unsafeBitCast(TwoLanes(low: x, high: x), to: Panel.self), channel: channel), to: TwoLanes.self)
        .low
    #endif
  }
}

#if !AVX512
  private struct TwoLanes { var low, high: Lanes }
#endif

/// Whether there are fewer channels than lanes, as a type so that loops for whole lanes hold no branch.
protocol LaneWidth {
  static var isWhole: Bool { get }
}

enum WholeLanes: LaneWidth {
  @inline(__always)
  static var isWhole: Bool { true }
}

enum PartialLanes: LaneWidth {
  @inline(__always)
  static var isWhole: Bool { false }
}
