import ArgumentParser
import Library

/// Which faces are ranked at all.
struct FaceArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave out faces of fewer pixels from brow to chin.", valueName: "pixels"))
  var minFace: Float = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Leave out faces of less quality, 0 to 1; below 0.5 they tell too little.", valueName: "quality")
  )
  var minQuality: Float = 0

  func validate() throws {
    guard minFace >= 0, minFace.isFinite else { throw ValidationError("--min-face must be at least 0.") }
    guard (0...1).contains(minQuality) else { throw ValidationError("--min-quality must be between 0 and 1.") }
  }

  var limits: FaceLimits { FaceLimits(height: minFace, quality: minQuality) }
}
