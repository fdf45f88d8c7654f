import Foundation

/// The program as it was built beside the tests, run the way a user's shell does. Its folder is removed with it.
final class Program: Sendable {
  struct Outcome {
    var status: Int32
    var output: Data
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  static let executable = folder.appending(path: "facetui")
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// Photos of invented people; see Tests/Fixtures/README.md.
  static let drawn = package.appending(path: "Tests/Fixtures/drawn")

  /// Home, cache and working folder of one test, so that nothing of the user's is touched.
  let home: URL

  init() throws {
    home = FileManager.default.temporaryDirectory.appending(path: "facetui-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
  }

  var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["FACETUI_PACKS", "FACETUI_KERNELS", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
      environment[name] = nil
    }
    environment["HOME"] = home.path
    environment["XDG_CONFIG_HOME"] = home.appending(path: "config").path
    environment["XDG_CACHE_HOME"] = home.appending(path: "cache").path
    return environment
  }

  func run(_ arguments: String...) throws -> Outcome { try run(executable: Self.executable, arguments) }

  /// As a shell reads it, in the program's home: Foundation cannot give arguments that are not UTF-8.
  func run(script: String) throws -> Outcome {
    try run(executable: URL(filePath: "/bin/bash"), ["-c", "facetui() { \(Self.executable.path) \"$@\"; }; \(script)"])
  }

  /// - Parameter output: a file or device for stdout instead of a pipe.
  func run(executable: URL, _ arguments: [String], output file: String? = nil) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = home
    process.standardInput = FileHandle.nullDevice
    let errorFile = home.appending(path: "stderr")
    _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
    let pipe = Pipe()
    if let file {
      process.standardOutput = FileHandle(forWritingAtPath: file)
      try pipe.fileHandleForWriting.close()
    } else {
      process.standardOutput = pipe
    }
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let errors = try String(decoding: Data(contentsOf: errorFile), as: UTF8.self)
    return Outcome(status: process.terminationStatus, output: output, errors: errors)
  }

  func remove() { try? FileManager.default.removeItem(at: home) }

  deinit { remove() }
}
