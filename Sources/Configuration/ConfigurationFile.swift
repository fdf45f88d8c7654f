import Glibc
import SystemPackage

/// Which file the configuration comes from.
public enum ConfigurationSource: Sendable, Equatable {
  /// `config.toml` in `$XDG_CONFIG_HOME/facetui`, or in `~/.config/facetui`; it may be missing.
  case standard
  case none
  case file(FilePath)

  /// Where the user's file is looked for; nil where the environment names no home.
  public static func standardFile(environment: [String: String]) -> FilePath? {
    let home = environment["HOME"].map { "\($0)/.config" }
    let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    return folder.map { FilePath("\($0)/facetui/config.toml") }
  }
}

extension Configuration {
  /// The file's choices and the environment's. A file that cannot be read is a problem, and everything has its default.
  public static func load(_ source: ConfigurationSource, environment: [String: String]) -> Configuration {
    var configuration = Configuration()
    switch source {
    case .none: break
    case .standard:
      guard let path = ConfigurationSource.standardFile(environment: environment) else { break }
      configuration = read(path, isOptional: true)
    case .file(let path): configuration = read(path, isOptional: false)
    }
    if let home = environment["XDG_CACHE_HOME"], home.hasPrefix("/"), configuration.cache == nil {
      configuration.set("cache", to: .text(home + "/facetui"), from: .environment("XDG_CACHE_HOME"))
    }
    return configuration
  }

  private static func read(_ path: FilePath, isOptional: Bool) -> Configuration {
    do throws(ValueError) {
      guard let text = try contents(of: path, isOptional: isOptional) else { return Configuration() }
      return Configuration(toml: text, file: path.string)
    } catch {
      var configuration = Configuration()
      configuration.problems = [ConfigurationProblem(file: path.string, reason: "\(error.reason); it is left out")]
      return configuration
    }
  }

  /// Bytes that a file may have.
  private static let largest = 1 << 20

  /// - Returns: nil where there is no such file and there need be none.
  private static func contents(of path: FilePath, isOptional: Bool) throws(ValueError) -> String? {
    do {
      // Opening a pipe without a writer must not wait.
      let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
      defer { try? file.close() }
      var status = stat()
      guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw ValueError(reason: "it is a folder, not a configuration file")
      default: throw ValueError(reason: "it is a pipe or a device, not a configuration file")
      }
      guard status.st_size <= largest else { throw ValueError(reason: "it is larger than a configuration's 1 MiB") }
      return try text(bytes(of: file))
    } catch let error as ValueError {
      throw error
    } catch Errno.noSuchFileOrDirectory where isOptional {
      return nil
    } catch {
      throw ValueError(reason: "it cannot be read: \(error)")
    }
  }

  private static func bytes(of file: FileDescriptor) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: largest + 1)
    var count = 0
    while count < bytes.count {
      let read = try bytes.withUnsafeMutableBytes { try file.read(into: .init(rebasing: $0[count...])) }
      if read == 0 { break }
      count += read
    }
    return Array(bytes.prefix(count))
  }

  private static func text(_ bytes: [UInt8]) throws(ValueError) -> String {
    guard bytes.count <= largest else { throw ValueError(reason: "it is larger than a configuration's 1 MiB") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValueError(reason: "it is not UTF-8 text")
    }
    return text
  }
}
