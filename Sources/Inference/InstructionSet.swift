import CCPU

/// Which build of the kernels runs.
public enum InstructionSet: String, Sendable, CaseIterable {
  case portable, avx2, avx512

  /// Those that this processor can run, slowest first.
  /// The fastest available one, or the one named by FACETUI_KERNELS.
  public static var best: InstructionSet { available[available.count - 1] }

  public static var available: [InstructionSet] {
    Array(allCases.prefix(Int(ccpu_level()) + 1))
  }
}
