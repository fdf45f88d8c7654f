import KernelInterface

/// This module's kernels: the same sources are built as `Kernels`, `KernelsAVX2` and `KernelsAVX512`.
/// Call them only on a processor that has the instructions (`ccpu_level`).
public let kernelSet = KernelSet(
  name: instructionSetName, panelWidth: panelWidth,
  packedConvolutionCount: packedConvolutionCount, packConvolution: packConvolution, convolution: convolution,
  winograd: winogradKernels,
  packedDepthwiseCount: packedDepthwiseCount, packDepthwise: packDepthwise, depthwise: depthwise,
  maxPool: maxPool, averagePool: averagePool, binary: binary, elementwise: elementwise,
  dotProducts: dotProducts, indicesAbove: indicesAbove, upperBounds: upperBounds, peakLoop: peakLoop)

#if AVX512
  private let instructionSetName = "avx512"
#elseif FMA
  private let instructionSetName = "avx2"
#else
  private let instructionSetName = "portable"
#endif
