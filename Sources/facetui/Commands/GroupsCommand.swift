import ArgumentParser
import Foundation
import Library
import SystemPackage

struct GroupsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups", abstract: "List groups of faces that are most likely of one person each.",
    discussion: """
      The largest group first: how many faces, the first and the last year of their photos, and the face that tells \
      most. Groups are careful: two faces of one photo are never in one, and what is not sure stays alone. Faces that \
      have a name or are ignored are in none, and what you said is different stays apart. \
      Exit status: 0 when there is a group, 1 when there is none, 2 on an error.
      """)

  @Flag(help: "Print the groups with all their faces as JSON.")
  var json = false

  @OptionGroup var faces: FaceArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed, faces: faces.limits(library.settings))
    try await bringUpToDate(library, self.library)
    let decisions = try Decisions(library)
    try decisions.search()
    let groups = library.groups(decided: decisions.faces, threads: self.library.workers)?.groups ?? []
    try emit(lines: json ? try jsonLines(groups, library) : table(groups, library))
    if groups.isEmpty { throw ExitCode.noMatch }
  }

  private func name(_ face: GroupedFace, _ library: PhotoLibrary) -> String {
    "\(library.name(of: face.photo.path, below: self.library.folder).text)#\(face.number)"
  }

  private func table(_ groups: [PersonGroup], _ library: PhotoLibrary) -> [String] {
    ["faces\tyears\tbest"]
      + groups.map { group in
        let best = group.best.map { name($0, library) } ?? ""
        return "\(group.faces.count)\t\(group.years?.text ?? "")\t\(best)"
      }
  }

  private func jsonLines(_ groups: [PersonGroup], _ library: PhotoLibrary) throws -> [String] {
    let rows = groups.map { group in
      GroupRow(
        id: group.id.description, faces: group.faces.map { name($0, library) },
        best: group.best.map { name($0, library) }, firstYear: group.years?.lowerBound,
        lastYear: group.years?.upperBound)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(rows), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// A group as `facetui groups --json` prints it.
private struct GroupRow: Encodable {
  let id: String
  let faces: [String]
  let best: String?
  let firstYear: Int?
  let lastYear: Int?
}

extension ClosedRange<Int> {
  /// "2019" or "2019-2021".
  fileprivate var text: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)" }
}
