import ArgumentParser
import Faces
import Foundation
import Journal
import Library
import Odds
import PathText
import SystemPackage

struct PeopleShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "List the confirmed faces of a person in a folder, or those that may be the person.",
    discussion: """
      Faces of photos that are not there are counted on stderr. Photos that were edited or turned without loss are looked \
      for. Exit status: 0 when there are faces, 1 when there are none, 2 on an error.
      """)

  @Argument(help: "The person's name.")
  var name: String

  @Flag(help: "The faces that are not the person instead.")
  var refused = false

  @Flag(help: "Other faces that may be the person instead, best first, with the chance that it is somebody else.")
  var candidates = false

  @Flag(help: "With --candidates, also less likely ones.")
  var more = false

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
    if candidates { return try list(CandidateRows(person, decided, library), library) }
    let faces = refused ? decided.refused(for: person.id) : decided.faces(of: person.id)
    let numbers = refused ? person.refused : person.faces
    try emit(lines: faces.compactMap { id in library.face(id).map { row(id, $0.photo, $0.face, in: library) } })
    let waiting = numbers.count { decided.faces($0).isEmpty }
    if waiting > 0 { complain("facetui: \(plural(waiting, "face is", "faces are")) of photos that are not there") }
    if faces.isEmpty { throw ExitCode.noMatch }
  }

  private func list(_ found: CandidateRows, _ library: PhotoLibrary) throws {
    let shown = more ? found.all[...] : found.all.prefix(found.likely)
    let rows = shown.map { found.row($0, library.name(of: $0.photo, below: self.library.folder).text) }
    try emit(lines: rows.map { json ? try JSONRow.text($0) : $0.line })
    if rows.isEmpty { throw ExitCode.noMatch }
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

/// The faces that may be a person's, with what their scores mean.
private struct CandidateRows {
  let all: [Candidate]
  let likely: Int
  private let library: PhotoLibrary
  private let odds: MatchOdds
  private let confirmed: Int

  init(_ person: People.Person, _ decided: DecidedFaces, _ library: PhotoLibrary) {
    let found = library.candidates(for: person.id, decided) ?? Candidates()
    (all, likely, self.library) = (found.all, found.likely, library)
    odds = library.survey(decided).odds
    confirmed = decided.faces(of: person.id).count
  }

  func row(_ candidate: Candidate, _ path: String) -> CandidateFaceRow {
    let qualities = [candidate.face, candidate.nearest].map { library.face($0)?.face.quality.value ?? 1 }
    let chance = odds.chanceOfError(
      candidate.best, PairQuality(qualities[0], qualities[1]), bestOf: max(1, confirmed))
    return CandidateFaceRow(
      path: path, face: candidate.number, score: candidate.score, best: candidate.best, chanceOfError: chance)
  }
}

private struct CandidateFaceRow: Encodable {
  let path: String
  let face: Int
  let score, best: Float
  let chanceOfError: Double

  private enum CodingKeys: String, CodingKey { case path, face, score, best, chanceOfError = "chance_of_error" }

  var line: String { "\(path)#\(face)\t" + String(format: "%.4f\t%.2g", score, chanceOfError) }
}

enum JSONRow {
  static func text(_ row: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(row), as: UTF8.self)
  }
}
