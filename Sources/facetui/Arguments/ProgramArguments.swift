import ArgumentParser
import Foundation
import PathText
import SystemPackage

/// What the program was called with.
enum ProgramArguments {
  /// Without the program's name; with all bytes, as `String.init(raw:keeping:)` writes them.
  static let all: [String] = (1..<max(1, Int(CommandLine.argc))).compactMap { index in
    CommandLine.unsafeArgv[index].map { String(raw: FilePath(platformString: $0).bytes) }
  }
}

// swift-format-ignore: AvoidRetroactiveConformances
// Both modules are outside this package, and no third one joins them.
extension FilePath: @retroactive ExpressibleByArgument {
  public init?(argument: String) { self.init(text: argument) }
}
