import ArgumentParser
import Faces
import Foundation
import Library
import PathText
import SystemPackage

struct FindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "List the photos of the person on a query photo, best first.",
    discussion: """
      Without --threshold the list ends at the pack's balanced threshold; with --top alone it holds that many faces \
      whatever their scores. Exit status: 0 when at least one face reaches the threshold, 1 when none does, 2 on an error.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The photo with the face to look for; #n is the n-th face from the left.", valueName: "photo[#n]"))
  var query: FilePath

  @Option(parsing: .unconditional, help: "List at most this many faces.")
  var top: Int?

  @Option(parsing: .unconditional, help: "List faces with at least this score (cosine, -1 to 1).")
  var threshold: Float?

  @Option(help: "One of tsv, csv, json, jsonl, paths.")
  var format: ExportFormat = .tsv

  @Flag(name: [.customShort("0"), .customLong("null")], help: "With --format paths: end each path with a NUL byte.")
  var null = false

  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1.") }
    if null && format != .paths { throw ValidationError("-0 goes with --format paths.") }
    if let threshold, !(-1...1).contains(threshold) { throw ValidationError("--threshold must be between -1 and 1.") }
  }

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed)
    let question = QueryPhoto(query) { $0.withPlatformString { access($0, F_OK) } == 0 }
    let analysis = try library.analyse(file: question.file)
    if let warning = analysis.warning { complain("\(query.text): \(warning)") }
    let index = try question.choose(from: analysis.faces)
    if question.number == nil, analysis.faces.count > 1 {
      complain("\(query.text): \(analysis.faces.count) faces; looking for #\(index + 1), the largest (choose with #n)")
    }
    try await bringUpToDate(library, workers: self.library.workers)
    let queryPath = library.path(of: question.file)
    let ranked = library.rank(embedding: analysis.faces[index].embedding)
      .filter { $0.photo != queryPath || $0.number != index + 1 }
    try print(ranked, from: library)
  }

  private func print(_ ranked: [Match], from library: PhotoLibrary) throws {
    let cut = threshold ?? library.pack.thresholds.balanced
    let listed = threshold == nil && top != nil ? ranked : ranked.filter { $0.score >= cut }
    let rows = Array(listed.prefix(top ?? .max))
    let export = MatchExport(rows, in: library, folder: self.library.folder, cut: cut)
    let lines = export.lines(as: format).map { String(raw: $0, keeping: format == .tsv ? [9] : []) }
    try emit(lines: lines, end: null ? "\0" : format.lineEnd)
    if !rows.contains(where: { $0.score >= cut }) { throw ExitCode.noMatch }
  }
}

extension ExportFormat: ExpressibleByArgument {}
