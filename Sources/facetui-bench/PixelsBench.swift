import ArgumentParser
import Foundation
import Imaging

/// Times what a decision about a photo takes beside reading it.
struct PixelsBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pixels", abstract: "Time the picture that a photo is known by when its bytes change.",
    discussion: "Processor time on one thread.")

  @Argument(help: "Photos.")
  var photos: [String]
  @Option(help: "Rounds; of each photo the fastest counts.")
  var rounds = 5

  func validate() throws {
    guard (1...100).contains(rounds) else { throw ValidationError("--rounds must be from 1 to 100.") }
  }

  func run() throws {
    for file in photos {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
      var picture = try CanonicalPixels(photo: bytes)
      let times = try (0..<rounds).map { _ in
        let start = processorMilliseconds()
        picture = try CanonicalPixels(photo: bytes)
        return processorMilliseconds() - start
      }
      print("\(file): \((times.min() ?? 0).rounded(1)) ms, \(picture.width)×\(picture.height)")
    }
  }
}
