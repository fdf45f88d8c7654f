import KernelInterface

/// One panel holds as many rows as a vector has lanes, each lane one row, so that the sums need no adding across lanes
/// and memory is read in one stream, as fast as it can be read at all. (Four or eight rows side by side, each from its
/// own place, took 2.5 times as long on a matrix larger than the caches.)
func dotProducts(
  _ query: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, _ count: Int, _ dimensions: Int,
  _ scores: UnsafeMutablePointer<Float>
) {
  for index in 0..<count {
    let panel = panels + index * dimensions * panelWidth
    // A NaN is not at least -1 either.
    var sums = sumOfProducts(query, panel, dimensions)
    let low = Panel(repeating: -1)
    let high = Panel(repeating: 1)
    sums = low.replacing(with: sums, where: sums .>= low)
    store(sums.replacing(with: high, where: sums .> high), scores + index * panelWidth)
  }
}

/// Four sums, as one alone would wait for each multiply-add to end.
@inline(__always)
private func sumOfProducts(_ query: UnsafePointer<Float>, _ panel: UnsafePointer<Float>, _ dimensions: Int) -> Panel {
  var a = Panel(repeating: 0)
  var b = a
  var c = a
  var d = a
  var i = 0
  while i + 4 <= dimensions {
    let values = panel + i * panelWidth
    a = multiplyAdd(load(values), Panel(repeating: query[i]), a)
    b = multiplyAdd(load(values + panelWidth), Panel(repeating: query[i + 1]), b)
    c = multiplyAdd(load(values + 2 * panelWidth), Panel(repeating: query[i + 2]), c)
    d = multiplyAdd(load(values + 3 * panelWidth), Panel(repeating: query[i + 3]), d)
    i += 4
  }
  while i < dimensions {
    a = multiplyAdd(load(panel + i * panelWidth), Panel(repeating: query[i]), a)
    i += 1
  }
  return (a + b) + (c + d)
}

/// Looks at whole panels and goes through the lanes of those only that hold something: with a rising threshold that
/// becomes rare.
func indicesAbove(
  _ threshold: Float, _ values: UnsafePointer<Float>, _ count: Int, _ indices: UnsafeMutablePointer<Int32>
) -> Int {
  let limit = Panel(repeating: threshold)
  var found = 0
  var i = 0
  while i < count {
    let hits = Panel.MaskStorage(repeating: 0).replacing(
      with: Panel.MaskStorage(repeating: -1), where: load(values + i) .> limit)
    if hits.wrappedSum() != 0 {
      for lane in i..<i + panelWidth where values[lane] > threshold {
        indices[found] = Int32(truncatingIfNeeded: lane)
        found += 1
      }
    }
    i += panelWidth
  }
  return found
}
