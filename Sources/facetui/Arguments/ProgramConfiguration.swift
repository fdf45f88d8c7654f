import Configuration
import Foundation
import GalleryUI
import Synchronization
import SystemPackage

/// The configuration of this run, read once.
struct ProgramConfiguration: Sendable {
  var configuration: Configuration
  let keymap: Keymap
  /// Of the file, and of the keys in it.
  let problems: [ConfigurationProblem]

  /// - Parameter file: nil for the user's own; `none` for defaults alone.
  private init(_ file: FilePath?) {
    let source: ConfigurationSource = file.map { $0 == "none" ? .none : .file($0) } ?? .standard
    configuration = Configuration.load(source, environment: ProcessInfo.processInfo.environment)
    var problems = configuration.problems
    keymap = Keymap(configuration.keys, problems: &problems)
    self.problems = problems
  }

  private static let memory = Mutex<ProgramConfiguration?>(nil)

  /// Complains of what is wrong, the first time.
  static func load(_ file: FilePath?) -> ProgramConfiguration {
    memory.withLock { known in
      if let known { return known }
      let loaded = ProgramConfiguration(file)
      for problem in loaded.problems { complain("facetui: \(problem)") }
      known = loaded
      return loaded
    }
  }

  /// What the interface tells of the problems: the first, and how many more there are; nil where there is none.
  var notice: String? {
    guard let first = problems.first else { return nil }
    let name = FilePath(first.file).lastComponent?.string ?? first.file
    let place = first.place.map { ":\($0.line):\($0.column)" } ?? ""
    let more = problems.count > 1 ? " (and \(problems.count - 1) more; facetui config tells all)" : ""
    return "\(name)\(place): \(first.reason)\(more)"
  }
}
