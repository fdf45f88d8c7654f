import CCPU
import Foundation
import KernelInterface
import Kernels
import KernelsAVX2
import KernelsAVX512

/// Which build of the kernels runs.
public enum InstructionSet: String, Sendable, CaseIterable {
  case portable, avx2, avx512

  /// Those that this processor can run, slowest first.
  public static var available: [InstructionSet] {
    Array(allCases.prefix(Int(ccpu_level()) + 1))
  }

  /// The fastest available one.
  public static var best: InstructionSet { available.last ?? .portable }

  /// The one that the environment variable FACETUI_KERNELS names, or the fastest.
  ///
  /// - Throws: `InferenceError.kernelsUnavailable` where the variable names none, or one that this processor lacks.
  public static func selected() throws(InferenceError) -> InstructionSet {
    guard let name = ProcessInfo.processInfo.environment["FACETUI_KERNELS"], !name.isEmpty else { return best }
    return try named(name)
  }

  static func named(_ name: String) throws(InferenceError) -> InstructionSet {
    guard let found = InstructionSet(rawValue: name), available.contains(found) else {
      throw .kernelsUnavailable(name: name, available: available.map(\.rawValue))
    }
    return found
  }

  /// Single-core peak in floating-point operations per second, measured with fused multiply-adds in registers.
  public func measuredPeak() -> Double {
    let loop = kernels.peakLoop
    _ = loop(10_000)
    var best = 0.0
    // Short, so that some attempts are not interrupted on a busy machine.
    for _ in 0..<50 {
      let clock = ContinuousClock()
      var operations = 0
      let time = clock.measure { operations = loop(100_000) }
      best = max(best, Double(operations) / time.seconds)
    }
    return best
  }

  package var kernels: KernelSet {
    switch self {
    case .portable: Kernels.kernelSet
    case .avx2: KernelsAVX2.kernelSet
    case .avx512: KernelsAVX512.kernelSet
    }
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
