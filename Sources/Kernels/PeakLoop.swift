/// Multiplies and adds in registers only, in as many independent chains as hide the latency.
func peakLoop(_ iterations: Int) -> Int {
  let factor = Panel(repeating: 0.999)
  let term = Panel(repeating: 0.001)
  var a = Panel(repeating: 1)
  var b = Panel(repeating: 2)
  var c = Panel(repeating: 3)
  var d = Panel(repeating: 4)
  var e = Panel(repeating: 5)
  var f = Panel(repeating: 6)
  var g = Panel(repeating: 7)
  var remaining = iterations
  while remaining > 0 {
    a = multiplyAdd(a, factor, term)
    b = multiplyAdd(b, factor, term)
    c = multiplyAdd(c, factor, term)
    d = multiplyAdd(d, factor, term)
    e = multiplyAdd(e, factor, term)
    f = multiplyAdd(f, factor, term)
    g = multiplyAdd(g, factor, term)
    remaining -= 1
  }
  // Never true, but the compiler cannot drop the loop.
  if sum(a + b + c + d + e + f + g) < 0 { return 0 }
  return iterations * 7 * 2 * panelWidth
}
