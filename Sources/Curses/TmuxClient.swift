import Foundation

/// The terminal in which tmux is shown, as tmux knows it: tmux says of itself that it draws sixel pictures, and draws a
/// box with words where its terminal takes none.
enum TmuxClient {
  static func takesSixel(within time: Duration) -> Bool {
    answer(to: ["display-message", "-p", "#{client_termfeatures}"], within: time).contains("sixel")
  }

  /// - Returns: the value of an option; empty where tmux has none or does not answer.
  static func option(_ name: String, of what: [String], within time: Duration) -> String {
    answer(to: ["show-options"] + what + ["-v", name], within: time).first ?? ""
  }

  /// The words of what a tmux command prints.
  private static func answer(to arguments: [String], within time: Duration) -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["tmux"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardOutput = output
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    guard time > .zero, (try? process.run()) != nil else { return [] }
    let nanoseconds = Int(time.components.attoseconds / 1_000_000_000)
    guard ended.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success else {
      process.terminate()
      return []
    }
    let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    return text.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }
}
