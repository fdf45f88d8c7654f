import CPictures
import Foundation

@testable import Imaging

/// A small picture in one of the formats, made by Tests/Scripts/make_formats.py of one of the drawn photos.
struct FormatFile {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/formats")

  /// All of them that this build reads.
  static let readable: [String] = names.filter { isReadable($0) }

  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  static func isReadable(_ name: String) -> Bool {
    (try? bytes(name)).map { FileFormat($0).reasonAgainst == nil } ?? false
  }

  static func readable(of names: [String]) -> [String] { names.filter { isReadable($0) } }
}

extension PixelImage {
  /// The mean colour of a part whose place and size are shares of the picture's.
  func mean(x: Double, y: Double, width: Double, height: Double) -> [Double] {
    let part = cropped(
      x: Int(x * Double(self.width)), y: Int(y * Double(self.height)), width: Int(width * Double(self.width)),
      height: Int(height * Double(self.height)))
    return (0..<3).map { channel in
      let values = stride(from: channel, to: part.pixels.count, by: 3).map { Double(part.pixels[$0]) }
      return values.reduce(0, +) / Double(values.count)
    }
  }
}

extension [UInt8] {
  /// Where a text stands first.
  func offset(of text: String) -> Int? {
    let pattern = Array(text.utf8)
    return indices.dropLast(pattern.count).first { self[$0...].starts(with: pattern) }
  }
}
