import Journal
import PathText
import SystemPackage

/// The labels of `facetui learn` and `facetui eval`, from the user's decisions and into them.
extension Decisions {
  /// The confirmed faces that are in the library, in path order, each with its box in pixels of its photo.
  public func labels() throws(LibraryError) -> [ConfirmedFace] {
    let faces = try refresh()
    return library.photos.flatMap { photo in
      photo.faces.compactMap { face in
        faces.person(of: face.id).map { ConfirmedFace(photo: photo.path, face: .box(face.box), person: $0.name.text) }
      }
    }
  }

  /// Takes down who is on which photo, as one step; what is known already is not said again.
  /// - Parameter labels: with photos relative to the library's folder.
  /// - Returns: how many faces were named, and a sentence for each label that could not be used.
  /// - Throws: `.file` where a label names no photo of the library, and as `decide`.
  public func confirm(_ labels: [ConfirmedFace]) throws(LibraryError) -> (faces: Int, leftOut: [String]) {
    let known = try refresh()
    var (people, leftOut) = ([PersonName: [FaceID]](), [String]())
    for label in labels {
      guard let photo = library.photo(at: label.photo) else {
        throw .file(library.absolute(label.photo).text, reason: "is named by the labels and not in the folder")
      }
      guard let person = PersonName(label.person) else {
        leftOut.append("\(label.photo.text): “\(label.person)” is no name")
        continue
      }
      guard let index = label.face.index(in: photo.faces) else {
        leftOut.append("\(label.photo.text): no face was found where the labels say that \(person) is")
        continue
      }
      let face = photo.faces[index].id
      if known.person(of: face)?.name.folded != person.folded { people[person, default: []].append(face) }
    }
    try decide(people.sorted { $0.key.text < $1.key.text }.map { .name($0.value, $0.key) })
    return (people.values.reduce(0) { $0 + $1.count }, leftOut)
  }
}

extension FaceLabels {
  /// The CSV file of these labels, as it is read.
  public static func text(_ faces: [ConfirmedFace]) -> [UInt8] {
    let header = ["photo", "person", "face"].map { Array($0.utf8) }
    let rows = faces.map { [$0.photo.bytes, Array($0.person.utf8), Array($0.face.text.utf8)] }
    return ([header] + rows).flatMap { DelimitedText.csvLine($0) + Array("\r\n".utf8) }
  }
}

extension ConfirmedFace.Choice {
  fileprivate var text: String {
    switch self {
    case .largest: ""
    case .number(let number): "\(number)"
    case .box(let box): [box.x, box.y, box.width, box.height].map { $0.fixed(1) }.joined(separator: " ")
    }
  }
}
