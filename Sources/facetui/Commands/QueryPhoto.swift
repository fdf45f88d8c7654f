import Faces
import Library
import PathText
import SystemPackage

/// The face that `--query photo.jpg#2` names.
struct QueryPhoto {
  let file: FilePath
  /// From 1; nil where nobody says.
  let number: Int?

  /// A file whose own name ends in "#2" wins over face 2 of a shorter name.
  init(_ argument: FilePath, exists: (FilePath) -> Bool) {
    let parts = argument.text.split(separator: "#", omittingEmptySubsequences: false)
    if !exists(argument), parts.count > 1, let number = Int(parts[parts.count - 1]) {
      self.init(file: FilePath(text: parts.dropLast().joined(separator: "#")), number: number)
    } else {
      self.init(file: argument, number: nil)
    }
  }

  private init(file: FilePath, number: Int?) {
    self.file = file
    self.number = number
  }

  /// - Parameters:
  ///   - faces: of the upright photo, in its pixels.
  ///   - size: of the photo.
  ///   - choice: where no number is given.
  /// - Returns: the index of the wanted face.
  func choose(
    from faces: [Box], on size: (width: Int, height: Int), by choice: FaceChoice = .central
  ) throws(QueryError) -> Int {
    guard let chosen = choice.index(of: faces, width: size.width, height: size.height) else { throw .noFace(file.text) }
    guard let number else { return chosen }
    guard (1...faces.count).contains(number) else {
      throw .noSuchFace(file.text, number: number, count: faces.count)
    }
    return number - 1
  }
}

enum QueryError: Error, CustomStringConvertible {
  case noFace(String)
  case noSuchFace(String, number: Int, count: Int)

  var description: String {
    switch self {
    case .noFace(let file): "\(file): no face was found in this photo; choose one that shows the face larger or sharper"
    case .noSuchFace(let file, let number, let count):
      "\(file): there is no face #\(number); the photo has \(count), numbered from left to right"
    }
  }
}
