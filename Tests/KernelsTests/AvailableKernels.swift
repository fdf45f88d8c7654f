import CCPU
import KernelInterface
import Kernels
import KernelsAVX2
import KernelsAVX512
import Testing

/// Every kernel set that this processor runs.
let availableKernels: [KernelSet] = {
  var sets = [Kernels.kernelSet]
  if ccpu_level() >= 1 { sets.append(KernelsAVX2.kernelSet) }
  if ccpu_level() >= 2 { sets.append(KernelsAVX512.kernelSet) }
  return sets
}()

extension KernelSet: CustomTestStringConvertible {
  public var testDescription: String { name }
}

extension KernelSet {
  /// `values` with zeros up to a whole number of panels.
  func padded(_ values: [Float]) -> [Float] {
    values + [Float](repeating: 0, count: (values.count + panelWidth - 1) / panelWidth * panelWidth - values.count)
  }
}
