import ArgumentParser
import Configuration
import PathText
import SystemPackage

/// Which configuration is read.
struct ConfigurationArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Read this configuration instead of ~/.config/facetui/config.toml; none leaves all defaults.",
      valueName: "file|none"))
  var config: FilePath?

  var program: ProgramConfiguration { ProgramConfiguration.load(config) }
  var settings: Configuration { program.configuration }

  /// As another command takes them.
  var arguments: [String] { config.map { ["--config", $0.text] } ?? [] }
}

extension Configuration {
  /// The folder of the cache that the file names; nil where it names none.
  var cacheFolder: FilePath? {
    guard case .file = origin("cache"), let cache else { return nil }
    return FilePath(Self.expanded(cache))
  }

  var packPlace: String? { pack.map { Self.expanded($0) } }
}
