import ArgumentParser
import Faces

/// Which face of a picture with several is meant.
struct FaceChoiceArguments: ParsableArguments {
  @Option(
    name: .customLong("face"),
    help: ArgumentHelp(
      "Of a picture with several faces take the one nearest the middle, weighed by its size, or the largest (default: central).",
      valueName: "central|largest"))
  var given: FaceChoice?

  var face: FaceChoice { given ?? .central }
  var isGiven: Bool { given != nil }
}

extension FaceChoice: ExpressibleByArgument {
  /// As in "looking for #2, …".
  var words: String {
    switch self {
    case .central: "the nearest to the middle"
    case .largest: "the largest"
    }
  }
}
