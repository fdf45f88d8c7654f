import ArgumentParser
import Faces
import Glibc
import Journal
import Library
import SystemPackage

struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Say who a face is, or is not.",
    discussion: """
      All faces that are named at once are one step, which facetui journal undo takes back. The photos may lie anywhere: \
      what you say of a face is kept by what the photo is, not by where it lies. A photo with several faces needs a number.
      """)

  @Argument(help: "The person's name.")
  var name: String

  @Argument(help: ArgumentHelp("The photos; #n is the n-th face from the left.", valueName: "photo[#n]"))
  var photos: [FilePath]

  @Flag(name: .customLong("not"), help: "The faces are not this person.")
  var isNot = false

  @OptionGroup var pack: PackArguments

  func run() throws {
    let person = try PersonName(argument: name)
    let named = try NamedFaces(photos, pack)
    try named.decisions.decide([isNot ? .refuse(named.faces, person) : .name(named.faces, person)])
    let known = named.decisions.faces.people.person(named: person)
    try emit(
      line: "\(plural(named.faces.count, "face", "faces")): \(isNot ? "not " : "")\(known?.name ?? person)")
  }
}

extension PersonName {
  /// - Throws: where the text is no name.
  init(argument: String) throws {
    guard let name = PersonName(argument) else {
      throw ArgumentMistake("“\(argument)” is no name: it must have 1 to \(PersonName.longest) characters.")
    }
    self = name
  }
}

/// Faces that the user names as photos with numbers.
struct NamedFaces {
  let decisions: Decisions
  let faces: [FaceID]

  /// - Throws: where one of them is not clear; then there is none.
  init(_ photos: [FilePath], _ pack: PackArguments) throws {
    let queries = photos.map { QueryPhoto($0) { $0.withPlatformString { access($0, F_OK) } == 0 } }
    let folder = queries[0].file.removingLastComponent()
    let library = try PhotoLibrary(
      folder: folder.isEmpty ? "." : folder, pack: pack.load(verifies: false), options: pack.options)
    if let notice = library.newNotice() { complain("facetui: \(notice)") }
    faces = try queries.map { query in
      let photo = try library.admit(file: query.file)
      let found = photo.faces
      guard query.number != nil || found.count < 2 else {
        throw ArgumentMistake(
          "\(query.file.text): \(found.count) faces; say which with #n, numbered from left to right (facetui faces).")
      }
      return found[try query.choose(from: found.map(\.box), on: (photo.width, photo.height))].id
    }
    decisions = try Decisions(library)
    try decisions.refresh()
  }
}
