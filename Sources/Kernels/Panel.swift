// A panel is the vector all kernels work on: as many neighbouring channels as the tile's registers hold side by side.

#if FMA
  typealias Panel = SIMD16<Float>
#else
  typealias Panel = SIMD8<Float>
#endif

@inline(__always)
var panelWidth: Int { Panel.scalarCount }

@inline(__always)
func panelCount(_ channels: Int) -> Int { (channels + panelWidth - 1) / panelWidth }

/// a · b + c. Without FMA instructions `addingProduct` would be a library call for each lane.
@inline(__always)
func multiplyAdd(_ a: Panel, _ b: Panel, _ c: Panel) -> Panel {
  #if FMA
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

@inline(__always)
func maximum(_ a: Panel, _ b: Panel) -> Panel { a.replacing(with: b, where: a .< b) }

@inline(__always)
func minimum(_ a: Panel, _ b: Panel) -> Panel { a.replacing(with: b, where: a .> b) }

// Halves are taken by reinterpreting and stores done by copying bytes: the library's `lowHalf` and `storeBytes` become
// functions of their own without FMA, weak ones that the three kernel modules would share (.ci/check-symbols).

private struct Halves16 { var low, high: SIMD8<Float> }

private struct Halves8 { var low, high: SIMD4<Float> }

@inline(__always)
private func halves(_ lanes: SIMD16<Float>) -> Halves16 { unsafeBitCast(lanes, to: Halves16.self) }

@inline(__always)
private func halves(_ lanes: SIMD8<Float>) -> Halves8 { unsafeBitCast(lanes, to: Halves8.self) }

/// `Panel.sum()` adds lane after lane; halving stays in vector registers.
@inline(__always)
func sum(_ panel: Panel) -> Float {
  #if FMA
    let both = halves(panel)
    let eight = halves(both.low + both.high)
  #else
    let eight = halves(panel)
  #endif
  let four = eight.low + eight.high
  return (four[0] + four[2]) + (four[1] + four[3])
}

@inline(__always)
func load(_ source: UnsafePointer<Float>) -> Panel {
  UnsafeRawPointer(source).loadUnaligned(as: Panel.self)
}

@inline(__always)
func store(_ panel: Panel, _ target: UnsafeMutablePointer<Float>) {
  var panel = panel
  UnsafeMutableRawPointer(target).copyMemory(from: &panel, byteCount: MemoryLayout<Panel>.size)
}

/// The first `count` lanes, 0 in the others; touches no memory behind them.
@inline(__always)
func load(_ source: UnsafePointer<Float>, count: Int) -> Panel {
  if count >= panelWidth { return load(source) }
  #if FMA
    var both = Halves16(low: SIMD8(repeating: 0), high: SIMD8(repeating: 0))
    if count >= 8 {
      both.low = UnsafeRawPointer(source).loadUnaligned(as: SIMD8<Float>.self)
      both.high = loadPart(source + 8, count - 8)
    } else {
      both.low = loadPart(source, count)
    }
    return unsafeBitCast(both, to: Panel.self)
  #else
    return loadPart(source, count)
  #endif
}

/// The first `count` lanes only.
@inline(__always)
func store(_ panel: Panel, _ target: UnsafeMutablePointer<Float>, count: Int) {
  if count >= panelWidth { return store(panel, target) }
  #if FMA
    let both = halves(panel)
    if count >= 8 {
      var low = both.low
      UnsafeMutableRawPointer(target).copyMemory(from: &low, byteCount: MemoryLayout<SIMD8<Float>>.size)
      storePart(both.high, target + 8, count - 8)
    } else {
      storePart(both.low, target, count)
    }
  #else
    storePart(panel, target, count)
  #endif
}

/// Calls `body` with `count` (1...panelWidth), as a constant where it is the whole panel or 8, the most frequent rest.
///
/// Only with a constant count does the compiler keep what is computed between a partial load and a partial store in
/// vectors: a depthwise convolution with ReLU took 1.6 times as long without.
@inline(__always)
func withConstant(_ count: Int, _ body: (Int) -> Void) {
  if count == panelWidth {
    body(panelWidth)
  } else if count == 8 {
    body(8)
  } else {
    body(count)
  }
}

/// Fewer than eight lanes.
@inline(__always)
private func loadPart(_ source: UnsafePointer<Float>, _ count: Int) -> SIMD8<Float> {
  var both = Halves8(low: SIMD4(repeating: 0), high: SIMD4(repeating: 0))
  if count >= 4 {
    both.low = UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
    both.high = loadQuarter(source + 4, count - 4)
  } else {
    both.low = loadQuarter(source, count)
  }
  return unsafeBitCast(both, to: SIMD8<Float>.self)
}

/// Fewer than four lanes.
@inline(__always)
private func loadQuarter(_ source: UnsafePointer<Float>, _ count: Int) -> SIMD4<Float> {
  var lanes = SIMD4<Float>(repeating: 0)
  if count > 0 { lanes[0] = source[0] }
  if count > 1 { lanes[1] = source[1] }
  if count > 2 { lanes[2] = source[2] }
  return lanes
}

/// Fewer than eight lanes.
@inline(__always)
func storePart(_ lanes: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int) {
  let both = halves(lanes)
  if count >= 4 {
    var low = both.low
    UnsafeMutableRawPointer(target).copyMemory(from: &low, byteCount: MemoryLayout<SIMD4<Float>>.size)
    storeQuarter(both.high, target + 4, count - 4)
  } else {
    storeQuarter(both.low, target, count)
  }
}

/// Fewer than four lanes.
@inline(__always)
func storeQuarter(_ lanes: SIMD4<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int) {
  if count > 0 { target[0] = lanes[0] }
  if count > 1 { target[1] = lanes[1] }
  if count > 2 { target[2] = lanes[2] }
}
