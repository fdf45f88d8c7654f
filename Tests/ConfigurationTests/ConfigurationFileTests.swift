import Foundation
import SystemPackage
import Testing

@testable import Configuration

@Suite final class ConfigurationFileTests {
  private let home = FileManager.default.temporaryDirectory.appending(path: "facetui-config-\(UUID().uuidString)")
  private var environment: [String: String] { ["HOME": "/nowhere", "XDG_CONFIG_HOME": home.path] }
  private var file: URL { home.appending(path: "facetui/config.toml") }

  init() throws {
    try FileManager.default.createDirectory(
      at: home.appending(path: "facetui"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: home) }

  private func load() -> Configuration { .load(.standard, environment: environment) }

  /// What is told of a file that is left out, without its name.
  private func complaint() -> String? {
    let configuration = load()
    guard configuration.problems.count == 1, configuration.choices.isEmpty else { return nil }
    return configuration.problems[0].reason
  }

  @Test func theFileIsTheOneOfTheEnvironment() throws {
    #expect(load() == Configuration())
    try Data("workers = 7\n".utf8).write(to: file)
    #expect(load().workers == 7 && load().file == file.path)
    #expect(Configuration.load(.none, environment: environment) == Configuration())
    #expect(Configuration.load(.file(FilePath(file.path)), environment: [:]).workers == 7)
    #expect(ConfigurationSource.standardFile(environment: ["HOME": "/h"]) == "/h/.config/facetui/config.toml")
    #expect(
      ConfigurationSource.standardFile(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "relative"])
        == "/h/.config/facetui/config.toml")
    #expect(ConfigurationSource.standardFile(environment: [:]) == nil)
  }

  @Test func theEnvironmentCountsLessThanTheFile() throws {
    var environment = environment
    environment["XDG_CACHE_HOME"] = "/caches"
    let without = Configuration.load(.standard, environment: environment)
    #expect(without.cache == "/caches/facetui" && without.origin("cache") == .environment("XDG_CACHE_HOME"))
    try Data("cache = \"/faces\"\n".utf8).write(to: file)
    let with = Configuration.load(.standard, environment: environment)
    #expect(with.cache == "/faces" && with.origin("cache") == .file(file.path, line: 1))
  }

  @Test func aFolderIsNoConfiguration() throws {
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
    #expect(complaint() == "it is a folder, not a configuration file; it is left out")
  }

  @Test func aPipeIsNotWaitedFor() {
    #expect(mkfifo(file.path, 0o600) == 0)
    #expect(complaint() == "it is a pipe or a device, not a configuration file; it is left out")
  }

  @Test func aHugeFileIsNotRead() throws {
    try Data().write(to: file)
    #expect(truncate(file.path, 100 << 20) == 0)
    #expect(complaint() == "it is larger than a configuration's 1 MiB; it is left out")
  }

  @Test func otherBytesThanUTF8AreTold() throws {
    try Data([0x61, 0xFF, 0x0A]).write(to: file)
    #expect(complaint() == "it is not UTF-8 text; it is left out")
  }

  @Test func whatCannotBeReadIsTold() throws {
    #expect(
      Configuration.load(.file("/nowhere/c.toml"), environment: [:]).problems.map(\.description)
        == ["/nowhere/c.toml: it cannot be read: No such file or directory; it is left out"])
    try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: file.path)
    #expect(complaint()?.hasPrefix("it cannot be read: ") == true)
  }

  @Test func homeIsPutInItsPlace() {
    #expect(Configuration.expanded("~/a", home: "/h") == "/h/a")
    #expect(Configuration.expanded("~b/a", home: "/h") == "~b/a" && Configuration.expanded("/a", home: "/h") == "/a")
  }
}
