import KernelInterface

extension ConvolutionShape {
  @inline(__always)
  var taps: Int { kernelHeight * kernelWidth }

  /// Products that are summed for one output value.
  @inline(__always)
  var depth: Int { taps * inputChannels }
}

/// Packed weights are panels of output channels: for each panel, for each tap, for each input channel, one weight for
/// each of the panel's channels, 0 behind the last.
func packedConvolutionCount(_ shape: ConvolutionShape) -> Int {
  panelCount(shape.outputChannels) * panelWidth * shape.depth
}

func packConvolution(
  _ shape: ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>
) {
  var target = packed
  for panel in 0..<panelCount(shape.outputChannels) {
    for tap in 0..<shape.taps {
      for channel in 0..<shape.inputChannels {
        for lane in 0..<panelWidth {
          let output = panel * panelWidth + lane
          let source = (output * shape.inputChannels + channel) * shape.taps + tap
          target[lane] = output < shape.outputChannels ? oihw[source] : 0
        }
        target += panelWidth
      }
    }
  }
}

/// One row of channels for each tap, padded with 0 to whole panels.
func packedDepthwiseCount(_ shape: ConvolutionShape) -> Int {
  panelCount(shape.outputChannels) * panelWidth * shape.taps
}

func packDepthwise(
  _ shape: ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>
) {
  let padded = panelCount(shape.outputChannels) * panelWidth
  for tap in 0..<shape.taps {
    for channel in 0..<padded {
      packed[tap * padded + channel] = channel < shape.outputChannels ? oihw[channel * shape.taps + tap] : 0
    }
  }
}
