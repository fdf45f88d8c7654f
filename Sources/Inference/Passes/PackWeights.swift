import KernelInterface

extension Graph {
  /// Packs all weights and drops the unpacked ones.
  ///
  /// - Parameters:
  ///   - winograd: whether 3×3 convolutions may be transformed, which takes up to four times the memory: where that is
  ///     short, the first layers are, whose images are the largest.
  ///   - mostPacked: bytes.
  mutating func packWeights(
    _ kernels: KernelSet, winograd: Bool, mostPacked: Int = ByteBudget.mostPacked
  ) throws(GraphError) {
    var packed = ByteBudget("weights", limit: budget.limit, mostHeld: mostPacked)
    var later = nodes.reduce(0) { $0 + ($1.operation.convolution?.packedBytes(kernels, nil) ?? 0) }
    var uses = useCounts()
    var freed = 0
    for index in nodes.indices {
      guard let convolution = nodes[index].operation.convolution else { continue }
      later -= convolution.packedBytes(kernels, nil)
      var size = winograd ? convolution.suitableWinograd : nil
      let sum = packed.held + convolution.packedBytes(kernels, size)
      if sum + later > mostPacked || sum + budget.held > ByteBudget.session { size = nil }
      let weights = nodes[index].inputs[1]
      do throws(GraphError) {
        try packed.spend(convolution.packedBytes(kernels, size), of: 1)
        try checkMemory(packed.held)
      } catch {
        throw error.at(nodes[index])
      }
      pack(index, convolution, kernels, size)
      uses[weights, default: 1] -= 1
      guard uses[weights] == 0 else { continue }
      freed += constants[weights]?.bytes ?? 0
      drop(weights)
      if freed >= Self.returnedAtOnce {
        returnFreeMemory()
        freed = 0
      }
    }
    removeUnused()
    packedBytes = packed.held
  }

  private static let returnedAtOnce = 32 << 20

  private func checkMemory(_ packed: Int) throws(GraphError) {
    guard packed + budget.held <= ByteBudget.session else {
      throw .invalid(
        "its weights and other constants need more than \(ByteBudget.session >> 20) MiB, so that with all else it would "
          + "exceed 1 GiB")
    }
  }

  private mutating func pack(
    _ index: Int, _ convolution: Convolution, _ kernels: KernelSet, _ winograd: WinogradSize?
  ) {
    var convolution = convolution
    let values = constants[nodes[index].inputs[1]]?.floats ?? []
    let bias = nodes[index].input(2).flatMap { constants[$0]?.floats }
    convolution.packed = PackedWeights(convolution, values: values, bias: bias, kernels: kernels, winograd: winograd)
    nodes[index].operation.convolution = convolution
    nodes[index].inputs = [nodes[index].inputs[0]]
  }
}
