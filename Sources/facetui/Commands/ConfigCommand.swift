import ArgumentParser
import Configuration
import Foundation
import GalleryUI
import PathText
import SystemPackage

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print the configuration that holds, and where each value comes from.",
    discussion: """
      The configuration is $XDG_CONFIG_HOME/facetui/config.toml, or ~/.config/facetui/config.toml; \
      docs/configuration.md describes it. What is wrong in it is told on stderr and after the rest, and everything else \
      applies. \
      Exit status: 2 where something is wrong.
      """)

  @Flag(help: "Print a commented file with all defaults instead.")
  var example = false

  @Option(parsing: .unconditional, help: "Photos to look at in parallel.")
  var workers: Int?

  @OptionGroup var faces: FaceArguments
  @OptionGroup var pack: PackArguments

  func validate() throws {
    guard (1...64).contains(workers ?? 1) else { throw ValidationError("--workers must be between 1 and 64.") }
  }

  func run() throws {
    if example { return try emit(lines: ConfigurationExample.lines) }
    let program = pack.configuration.program
    let lines = effective(program.configuration).lines(without: program.keymap.refused)
    try emit(lines: lines + ["", Self.styles, Self.keys] + missing(program.configuration) + wrong(program))
    if !program.problems.isEmpty { throw ExitCode(2) }
  }

  private static let styles = "# styles that are not set here are the theme's; facetui config --example lists them all"
  private static let keys = "# keys that are not set here do what they do by default; facetui keys lists them all"

  private func wrong(_ program: ProgramConfiguration) -> [String] {
    program.problems.isEmpty ? [] : ["", "# what is wrong:"] + program.problems.map { "# \($0)" }
  }

  private func effective(_ configuration: Configuration) -> Configuration {
    var configuration = configuration
    let options: [(String, Value?)] = [
      ("pack", pack.pack.map(Value.text)), ("cache", pack.cache.map { .text($0.text) }),
      ("workers", workers.map(Value.whole)), ("min-face", faces.minFace.map { .number(Double($0)) }),
      ("min-quality", faces.minQuality.map { .number(Double($0)) }),
    ]
    for (name, value) in options {
      if let value { configuration.set(name, to: value, from: .option("--\(name)")) }
    }
    return configuration
  }

  /// What the environment says beside the settings, and where the file is to be.
  private func missing(_ configuration: Configuration) -> [String] {
    let environment = ProcessInfo.processInfo.environment
    var lines: [String] = []
    if environment["NO_COLOR"]?.isEmpty == false { lines.append("# no colours are used: environment NO_COLOR") }
    if configuration.file == nil, pack.configuration.config == nil,
      let place = ConfigurationSource.standardFile(environment: environment)
    {
      lines.append("# facetui config --example > \(place.text) begins one")
    }
    return lines
  }
}
