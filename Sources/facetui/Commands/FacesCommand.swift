import ArgumentParser
import Faces
import Foundation
import Library
import PathText
import SystemPackage

struct FacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faces", abstract: "List the faces of one photo, from left to right.",
    discussion: "Exit status: 0 when there is a face, 1 when there is none, 2 on an error.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case tsv, json }

  @Argument(help: "The photo.")
  var photo: FilePath

  @Option(help: "tsv or json.")
  var format: Format = .tsv

  @OptionGroup var pack: PackArguments

  func run() throws {
    let analyser = try FaceAnalyser(pack: pack.load())
    let analysis = try analyser.analyse(file: photo)
    if let warning = analysis.warning { complain("\(photo.text): \(warning)") }
    let faces = analysis.faces
    try emit(lines: format == .json ? json(faces) : table(faces))
    if faces.isEmpty { throw ExitCode.noMatch }
  }

  private func table(_ faces: [DetectedFace]) -> [String] {
    let rows = faces.enumerated().map { index, face in
      let box = face.box
      return String(
        format: "%d\t%.0f\t%.0f\t%.0f\t%.0f\t%.3f\t%.0f\t%.2f\t%d\t", index + 1, box.x, box.y, box.width, box.height,
        face.score,
        face.sharpness, face.quality.value, face.turn) + (face.quality.defect?.sentence ?? "")
    }
    return ["face\tx\ty\twidth\theight\tscore\tsharpness\tquality\tturn\tnote"] + rows
  }

  private func json(_ faces: [DetectedFace]) throws -> [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let text = String(decoding: try encoder.encode(faces.enumerated().map(FaceRow.init)), as: UTF8.self)
    return text.split(separator: "\n").map(String.init)
  }
}

/// A face as `facetui faces --format json` prints it.
private struct FaceRow: Encodable {
  let face: Int
  let box: Box
  let landmarks: [Point]
  let score: Float
  let sharpness: Float
  let quality: Float
  /// Quarter turns clockwise that bring the face upright.
  let turn: Int
  let note: String?

  init(index: Int, face: DetectedFace) {
    self.face = index + 1
    box = face.box
    landmarks = face.landmarks
    score = face.score
    sharpness = face.sharpness
    quality = face.quality.value
    turn = face.turn
    note = face.quality.defect?.sentence
  }
}
