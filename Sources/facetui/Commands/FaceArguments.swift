import ArgumentParser
import Configuration
import Library

/// Which faces are ranked at all.
struct FaceArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave out faces of fewer pixels from brow to chin (default: 0).", valueName: "pixels"))
  var minFace: Float?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leave out faces of less quality, 0 to 1 (default: 0); below 0.5 they tell too little.", valueName: "quality"))
  var minQuality: Float?

  func validate() throws {
    guard (minFace ?? 0) >= 0, (minFace ?? 0).isFinite else { throw ValidationError("--min-face must be at least 0.") }
    guard (0...1).contains(minQuality ?? 0) else { throw ValidationError("--min-quality must be between 0 and 1.") }
  }

  func limits(_ settings: Configuration) -> FaceLimits {
    FaceLimits(height: minFace ?? settings.minFace, quality: minQuality ?? settings.minQuality)
  }
}
