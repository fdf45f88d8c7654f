import KernelInterface

/// For each panel of output channels, for each element of the patch, for each input channel, one weight for each of
/// the panel's channels.
func packedWinogradCount(_ shape: ConvolutionShape, _ size: WinogradSize) -> Int {
  panelCount(shape.outputChannels) * panelWidth * shape.inputChannels * size.elements
}

func packWinograd(
  _ shape: ConvolutionShape, _ size: WinogradSize, _ oihw: UnsafePointer<Float>,
  _ packed: UnsafeMutablePointer<Float>
) {
  switch size {
  case .two: pack(WinogradTwo.self, shape, oihw, packed)
  case .four: pack(WinogradFour.self, shape, oihw, packed)
  }
}

@inline(__always)
private func pack<T: WinogradTransforms>(
  _: T.Type, _ shape: ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>
) {
  let elements = T.patch * T.patch
  let taps = 9
  // The 3×3 weights of a panel, and their transformed columns.
  let weights = UnsafeMutablePointer<Float>.allocate(capacity: (taps + 3 * T.patch) * panelWidth)
  let columns = weights + taps * panelWidth
  for panel in 0..<panelCount(shape.outputChannels) {
    let count = min(panelWidth, shape.outputChannels - panel * panelWidth)
    for channel in 0..<shape.inputChannels {
      for lane in 0..<panelWidth {
        let source = oihw + ((panel * panelWidth + lane) * shape.inputChannels + channel) * taps
        for tap in 0..<taps { weights[tap * panelWidth + lane] = lane < count ? source[tap] : 0 }
      }
      for x in 0..<3 {
        T.transformWeights(weights + x * panelWidth, 3 * panelWidth, columns + x * panelWidth, 3 * panelWidth)
      }
      let target = packed + (panel * elements * shape.inputChannels + channel) * panelWidth
      let step = shape.inputChannels * panelWidth
      for y in 0..<T.patch {
        T.transformWeights(columns + 3 * y * panelWidth, panelWidth, target + y * T.patch * step, step)
      }
    }
  }
  weights.deallocate()
}
