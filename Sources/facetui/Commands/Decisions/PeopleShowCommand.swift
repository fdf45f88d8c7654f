import ArgumentParser
import Faces
import Foundation
import Journal
import Library
import PathText
import SystemPackage

struct PeopleShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "List the confirmed faces of a person in a folder.",
    discussion: """
      Faces of photos that are not there are counted on stderr. Photos that were edited or turned without loss are looked \
      for. Exit status: 0 when there are faces, 1 when there are none, 2 on an error.
      """)

  @Argument(help: "The person's name.")
  var name: String

  @Flag(help: "The faces that are not the person instead.")
  var refused = false

  @Flag(help: "One JSON object a face.")
  var json = false

  @OptionGroup var library: LibraryArguments

  func run() async throws {
    let library = try library.open(corrected: false)
    try await bringUpToDate(library, self.library)
    let decisions = try Decisions(library)
    try decisions.search()
    let decided = decisions.faces
    let person = try decided.people.person(argument: name)
    let faces = refused ? decided.refused(for: person.id) : decided.faces(of: person.id)
    let numbers = refused ? person.refused : person.faces
    try emit(lines: faces.compactMap { id in library.face(id).map { row(id, $0.photo, $0.face, in: library) } })
    let waiting = numbers.count { decided.faces($0).isEmpty }
    if waiting > 0 { complain("facetui: \(plural(waiting, "face is", "faces are")) of photos that are not there") }
    if faces.isEmpty { throw ExitCode.noMatch }
  }

  private func row(_ id: FaceID, _ photo: Photo, _ face: Face, in library: PhotoLibrary) -> String {
    let number = (photo.faces.firstIndex { $0.id == id } ?? 0) + 1
    let path = library.name(of: photo.path, below: self.library.folder)
    guard json else { return "\(path.text)#\(number)" }
    let row = PersonFaceRow(path: path.string, face: number, box: face.box, captured: photo.captured)
    return (try? JSONRow.text(row)) ?? ""
  }
}

private struct PersonFaceRow: Encodable {
  let path: String
  let face: Int
  let box: Box
  let captured: String?
}

enum JSONRow {
  static func text(_ row: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(row), as: UTF8.self)
  }
}
