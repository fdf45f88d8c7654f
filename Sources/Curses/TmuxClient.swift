import Foundation

/// The terminal in which tmux is shown, as tmux knows it: tmux says of itself that it draws sixel pictures, and draws a
/// box with words where its terminal takes none.
enum TmuxClient {
  static func takesSixel(within time: Duration) -> Bool {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["tmux", "display-message", "-p", "#{client_termfeatures}"]
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardOutput = output
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    guard time > .zero, (try? process.run()) != nil else { return false }
    let nanoseconds = Int(time.components.attoseconds / 1_000_000_000)
    guard ended.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success else {
      process.terminate()
      return false
    }
    let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    return text.split { $0 == "," || $0.isWhitespace }.contains("sixel")
  }
}
