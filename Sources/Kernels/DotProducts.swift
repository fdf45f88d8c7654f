/// Four rows at a time: one load of the query serves four independent sums.
func dotProducts(
  _ query: UnsafePointer<Float>, _ matrix: UnsafePointer<Float>, _ count: Int, _ dimensions: Int,
  _ scores: UnsafeMutablePointer<Float>
) {
  var row = 0
  while row + 4 <= count {
    let a = matrix + row * dimensions
    let b = a + dimensions
    let c = b + dimensions
    let d = c + dimensions
    var sumA = Panel(repeating: 0)
    var sumB = sumA
    var sumC = sumA
    var sumD = sumA
    var i = 0
    while i + panelWidth <= dimensions {
      let q = load(query + i)
      sumA = multiplyAdd(load(a + i), q, sumA)
      sumB = multiplyAdd(load(b + i), q, sumB)
      sumC = multiplyAdd(load(c + i), q, sumC)
      sumD = multiplyAdd(load(d + i), q, sumD)
      i += panelWidth
    }
    if i < dimensions {
      let rest = dimensions - i
      let q = load(query + i, count: rest)
      sumA = multiplyAdd(load(a + i, count: rest), q, sumA)
      sumB = multiplyAdd(load(b + i, count: rest), q, sumB)
      sumC = multiplyAdd(load(c + i, count: rest), q, sumC)
      sumD = multiplyAdd(load(d + i, count: rest), q, sumD)
    }
    scores[row] = sum(sumA)
    scores[row + 1] = sum(sumB)
    scores[row + 2] = sum(sumC)
    scores[row + 3] = sum(sumD)
    row += 4
  }
  while row < count {
    scores[row] = dotProduct(query, matrix + row * dimensions, dimensions)
    row += 1
  }
}

private func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
  var total = Panel(repeating: 0)
  var i = 0
  while i + panelWidth <= count {
    total = multiplyAdd(load(a + i), load(b + i), total)
    i += panelWidth
  }
  if i < count {
    total = multiplyAdd(load(a + i, count: count - i), load(b + i, count: count - i), total)
  }
  return sum(total)
}
