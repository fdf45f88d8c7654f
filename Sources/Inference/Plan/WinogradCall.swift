import KernelInterface

/// One convolution step by Winograd's method: blocks of tiles are transformed, then multiplied with all weights.
struct WinogradCall {
  let shape: WinogradShape
  let kernels: WinogradKernels
  let packed: PackedWeights
  let activation: FusedActivation
  let input, output: Value
  let residual: Value?
  let residualPixelStride: Int
  /// Tiles of a block, the last perhaps less.
  private let blockTiles: Int
  private let blocks: Int
  private let inputPanels, outputPanels: Int
  private let blockCount: Int

  init(
    _ shape: WinogradShape, kernels: KernelSet, threads: Int, packed: PackedWeights, activation: FusedActivation,
    input: Value, output: Value, residual: Value?, residualPixelStride: Int
  ) {
    self.shape = shape
    self.kernels = kernels.winograd
    self.packed = packed
    self.activation = activation
    self.input = input
    self.output = output
    self.residual = residual
    self.residualPixelStride = residualPixelStride
    func panels(_ channels: Int) -> Int { (channels + kernels.panelWidth - 1) / kernels.panelWidth }
    inputPanels = panels(shape.convolution.inputChannels)
    outputPanels = panels(shape.convolution.outputChannels)
    let most = kernels.winograd.blockTiles
    // As many equal blocks as give every thread its own.
    var blocks = (shape.tiles + most - 1) / most
    if blocks > 1 { blocks = (blocks + threads - 1) / threads * threads }
    blockTiles = (shape.tiles + blocks - 1) / blocks
    self.blocks = (shape.tiles + blockTiles - 1) / blockTiles
    blockCount = kernels.winograd.blockCount(shape)
  }

  /// Of the time that a run takes, in operations of the direct sum: with few channels the transforms outweigh the sums.
  func cost(_ work: Int) -> Double {
    let channels = min(shape.convolution.inputChannels, shape.convolution.outputChannels)
    return Double(work) * (1 + 8 / Double(channels))
  }

  /// Floats for the transformed patches of one round.
  func scratchCount(threads: Int) -> Int { min(threads, blocks) * blockCount }

  /// As many blocks at a time as there are threads.
  func run(_ memory: Memory, _ workers: WorkerPool, scratch: UnsafeMutablePointer<Float>) {
    let operands = operands(memory)
    let source = memory.pointer(input)
    var first = 0
    while first < blocks {
      let round = first..<min(first + workers.threads, blocks)
      workers.run(units: round.count * inputPanels, work: work(round)) { units in
        forEachBlock(units, panels: inputPanels, round) { block, panels in
          kernels.transform(shape, source, tiles(block), panels, scratch + (block - round.lowerBound) * blockCount)
        }
      }
      workers.run(units: round.count * outputPanels, work: work(round)) { units in
        forEachBlock(units, panels: outputPanels, round) { block, panels in
          kernels.multiply(shape, operands, scratch + (block - round.lowerBound) * blockCount, tiles(block), panels)
        }
      }
      first = round.upperBound
    }
  }

  private func tiles(_ block: Int) -> Range<Int> {
    block * blockTiles..<min((block + 1) * blockTiles, shape.tiles)
  }

  private func work(_ round: Range<Int>) -> Int {
    2 * round.count * blockTiles * shape.size.elements * shape.convolution.inputChannels
      * shape.convolution.outputChannels
  }

  private func operands(_ memory: Memory) -> ConvolutionOperands {
    var result = ConvolutionOperands(
      input: memory.pointer(input), packedWeights: packed.weights.pointer, bias: packed.bias.pointer,
      output: memory.pointer(output))
    result.residual = residual.map { UnsafePointer(memory.pointer($0)) }
    result.residualPixelStride = residualPixelStride
    result.activation = activation.kernelActivation
    return result
  }
}

/// Units are the panels of one block after the other.
private func forEachBlock(_ units: Range<Int>, panels: Int, _ round: Range<Int>, _ body: (Int, Range<Int>) -> Void) {
  var start = units.lowerBound
  while start < units.upperBound {
    let block = start / panels
    let end = min(units.upperBound, (block + 1) * panels)
    body(round.lowerBound + block, start - block * panels..<end - block * panels)
    start = end
  }
}
