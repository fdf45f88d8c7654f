import Faces
import Foundation
import Imaging
import Library
import SystemPackage
import TerminalUI

@testable import GalleryUI

/// A made-up library: photo i is named "photo_00i.jpg"; what each holds is given.
func photo(_ index: Int, faces: Int = 0, state: PhotoState? = nil) -> Photo {
  let name = "photo_" + String(1000 + index).dropFirst() + ".jpg"
  let found = (0..<faces).map { number in
    Face(
      id: FaceID(Int64(index * 10 + number)),
      box: Box(x: Float(80 + 200 * number), y: 100, width: 100, height: Float(120 - number)), landmarks: [],
      score: 0.91, sharpness: 140)
  }
  return Photo(
    path: FilePath("album/" + name), size: 1000, modified: 1, state: state ?? (faces > 0 ? .indexed : .noFace),
    width: 640, height: 480, captured: "2021-06-0\(index % 9 + 1) 12:00:00", faces: found)
}

func thresholds() -> ModelPack.Thresholds {
  let json = Data(#"{"safe": 0.51, "balanced": 0.44, "everything": 0.36}"#.utf8)
  guard let thresholds = try? JSONDecoder().decode(ModelPack.Thresholds.self, from: json) else {
    preconditionFailure("thresholds are three numbers")
  }
  return thresholds
}

func state(_ photos: [Photo], columns: Int = 80, rows: Int = 24) -> State {
  var state = State(
    size: Size(columns: columns, rows: rows), folder: "~/photos", packName: "test", thresholds: thresholds())
  let progress = IndexProgress(total: photos.count, done: photos.count)
  _ = update(&state, .library(.listed(photos)))
  _ = update(&state, .toldApart(distinctNames(of: photos.map(\.path))))
  _ = update(&state, .library(.finished(progress)))
  return state
}

/// 30 photos; 0 has one face, 1 two, 2 none, 3 cannot be read, the others one.
func album() -> [Photo] {
  (0..<30).map { index in
    switch index {
    case 1: photo(1, faces: 2)
    case 2: photo(2)
    case 3: photo(3, state: .unreadable("the file is empty"))
    default: photo(index, faces: 1)
    }
  }
}

/// Types keys, `gg` and `12l` for short, and answers rankings; returns all other effects.
@discardableResult
func type(_ keys: String, into state: inout State, ranking: [Match] = matches()) throws -> [Effect] {
  var others: [Effect] = []
  let words = keys.split(separator: " ").map { word in
    word.hasPrefix("<") || word.contains("\"") ? String(word) : "\"\(word)\""
  }
  for key in try [Key](file: words.joined(separator: " ")) {
    for effect in update(&state, .key(key)) {
      if case .rank(let query) = effect {
        _ = update(&state, .ranked(query: query, Ranking(ranking)))
      } else {
        others.append(effect)
      }
    }
  }
  return others
}

/// Faces of the photos 4, 5, … with falling scores.
func matches(_ scores: [Float] = [0.83, 0.61, 0.44, 0.40, 0.20, 0.05]) -> [Match] {
  scores.enumerated().map { index, score in
    let photo = photo(index + 4, faces: 1)
    return Match(face: photo.faces[0].id, photo: photo.path, number: 1, score: score)
  }
}

extension PictureStyle {
  static let ascii = PictureStyle(way: .ascii, depth: .none, cell: standard.cell)
}

/// Pictures of the size that was asked for, in two greys row by row: ▀ in half blocks.
struct GreyPictures: PictureSource {
  func picture(_ request: PictureRequest) -> Picture {
    let pixels = (0..<request.height).flatMap { [UInt8](repeating: $0 % 2 == 0 ? 128 : 138, count: request.width * 3) }
    return .ready(PixelImage(width: request.width, height: request.height, pixels: pixels))
  }
}

func screen(_ state: State) -> [String] { draw(state, pictures: GreyPictures()).rows }
