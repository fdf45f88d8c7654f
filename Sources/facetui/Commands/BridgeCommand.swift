import ArgumentParser
import Faces
import Foundation
import Journal
import Library
import Odds
import PathText
import SystemPackage

struct BridgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bridge", abstract: "Show how one face becomes another: the chain with the strongest weakest link.",
    discussion: """
      The ends are names of people, or photos in the folder (#n is the n-th face from the left). Each line is a face, with \
      its score beside the face before and the chance that the two are not one person; the weakest link is marked. Exit \
      status: 0 when there is a chain, 1 when there is none, 2 on an error.
      """)

  @Argument(help: ArgumentHelp("The first end.", valueName: "name|photo[#n]"))
  var from: FilePath

  @Argument(help: ArgumentHelp("The other end.", valueName: "name|photo[#n]"))
  var to: FilePath

  @Flag(help: "Print the faces and links as one JSON object.")
  var json = false

  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed)
    try await bringUpToDate(library, self.library)
    let decided = try Decisions(library).refresh()
    let bridge: Bridge
    do {
      let (from, to) = (try end(from, library, decided), try end(to, library, decided))
      bridge = try library.bridge(from: from, to: to, decided, threads: self.library.workers)
    } catch BridgeError.none {
      complain("facetui: \(BridgeError.none)")
      throw ExitCode.noMatch
    }
    let rows = rows(bridge, library, library.survey(decided).odds)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let text = String(decoding: try encoder.encode(rows), as: UTF8.self)
      try emit(lines: text.split(separator: "\n").map(String.init))
    } else {
      try emit(lines: ["face\tcaptured\tperson\tscore\tchance_of_error\tnote"] + rows.map(\.line))
    }
  }

  /// A name counts more than a file that is called so.
  private func end(_ argument: FilePath, _ library: PhotoLibrary, _ decided: DecidedFaces) throws -> BridgeEnd {
    if let name = PersonName(argument.text), decided.people.person(named: name) != nil { return .person(argument.text) }
    let exists = { (file: FilePath) in file.withPlatformString { access($0, F_OK) } == 0 }
    let query = QueryPhoto(argument, exists: exists)
    guard exists(query.file) else {
      throw ArgumentMistake("\(argument.text): nobody is called so, and there is no such file.")
    }
    guard let photo = library.photo(for: query.file) else {
      throw ArgumentMistake("\(query.file.text): a bridge leads over faces of the folder; this photo is not in it.")
    }
    let index = try query.choose(from: photo.faces.map(\.box), on: (photo.width, photo.height))
    return .face(photo.faces[index].id)
  }

  private func rows(_ bridge: Bridge, _ library: PhotoLibrary, _ odds: MatchOdds) -> [BridgeRow] {
    bridge.steps.indices.map { index in
      let step = bridge.steps[index]
      let path = library.name(of: step.photo, below: self.library.folder).text
      var row = BridgeRow(path: path, face: step.number, captured: step.captured, person: step.person)
      guard index > 0 else { return row }
      let faces = [bridge.steps[index - 1], step].map { library.face($0.face)?.face.quality.value ?? 1 }
      row.score = bridge.scores[index - 1]
      row.chanceOfError = odds.chanceOfError(bridge.scores[index - 1], PairQuality(faces[0], faces[1]))
      row.isWeakest = bridge.weakest == index - 1
      return row
    }
  }
}

/// A face of a bridge, with its link to the one before.
private struct BridgeRow: Encodable {
  let path: String
  let face: Int
  let captured: String?
  let person: String?
  /// Nil for the first face.
  var score: Float?
  var chanceOfError: Double?
  var isWeakest: Bool?

  private enum CodingKeys: String, CodingKey {
    case path, face, captured, person, score
    case chanceOfError = "chance_of_error"
    case isWeakest = "weakest"
  }

  var line: String {
    [
      "\(path)#\(face)", captured ?? "", person ?? "", score.map { String(format: "%.4f", $0) } ?? "",
      chanceOfError.map { String(format: "%.2g", $0) } ?? "", isWeakest == true ? "the weakest link" : "",
    ].joined(separator: "\t")
  }
}
