import ArgumentParser
import Faces
import Foundation

/// Times the making of thumbnails beside the rest of a photo's analysis.
struct ThumbnailBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thumbnails", abstract: "Time the analysis of photos with and without thumbnails.",
    discussion: "Processor time on one thread; each photo is looked at with and without in turn.")

  @Argument(help: "JPEG files, or folders of them.")
  var photos: [String]
  @Option(help: "Rounds over all photos; of each photo the fastest counts.")
  var rounds = 3
  @Option(help: "A model pack's name or folder.")
  var pack: String?

  func validate() throws {
    guard (1...100).contains(rounds) else { throw ValidationError("--rounds must be from 1 to 100.") }
  }

  func run() throws {
    let pack = try ModelPack.load(pack)
    let without = try FaceAnalyser(pack: pack)
    let with = try FaceAnalyser(pack: pack, makesThumbnails: true)
    var times = (without: 0.0, with: 0.0)
    var (sizes, pictures, faces): ([Int], Int, Int) = ([], 0, 0)
    for file in files() {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
      guard let analysis = try? with.analyse(bytes) else { continue }
      sizes.append(analysis.thumbnails.reduce(0) { $0 + $1.jpeg.count })
      pictures += analysis.thumbnails.count
      faces += analysis.faces.count
      let pairs = try (0..<rounds).map { _ in try (Self.time(without, bytes), Self.time(with, bytes)) }
      times.without += pairs.map(\.0).min() ?? 0
      times.with += pairs.map(\.1).min() ?? 0
    }
    guard !sizes.isEmpty else { throw ValidationError("There is no photo that can be read.") }
    let count = Double(sizes.count)
    print(
      """
      \(sizes.count) photos, \(faces) faces, milliseconds a photo: without \((times.without / count).rounded(2)), \
      with \((times.with / count).rounded(2)): \((100 * (times.with / times.without - 1)).rounded(2)) % more
      thumbnails a photo: \((Double(pictures) / count).rounded(1)); bytes: mean \
      \(sizes.reduce(0, +) / sizes.count), largest \(sizes.max() ?? 0)
      """)
  }

  private func files() -> [String] {
    photos.flatMap { place in
      let below = FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? []
      let found = below.isEmpty ? [place] : below.sorted().map { "\(place)/\($0)" }
      return found.filter { ["jpg", "jpeg"].contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
    }
  }

  private static func time(_ analyser: FaceAnalyser, _ bytes: [UInt8]) throws -> Double {
    let start = processorMilliseconds()
    _ = try analyser.analyse(bytes)
    return processorMilliseconds() - start
  }
}
