import ArgumentParser
import Foundation
import Library
import SystemPackage

struct EvaluateCandidatesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candidates",
    abstract: "Compare ways to combine the scores against several confirmed faces of a person.",
    discussion: """
      Of each person of a labelled folder 1, 3 and 10 photos are confirmed, by chance and several times; all other photos \
      are ranked by their likeliest face. The lines show, for each way, the mean average precision of the rankings, and \
      recall at 99 % and 95 % precision of all rankings taken together, with the threshold.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A CSV file whose header names photo and person; photos are relative to the folder.", valueName: "file"))
  var labels: FilePath

  @Option(parsing: .unconditional, help: "How often photos are drawn of each person.")
  var draws = 50

  @OptionGroup var results: ResultArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func validate() throws {
    guard (1...10_000).contains(draws) else { throw ValidationError("--draws must be between 1 and 10000.") }
  }

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed)
    let people = try AlbumLabels(file: labels).people
    try await bringUpToDate(library, self.library)
    let rows = CandidateEvaluation(library, people: people, draws: draws).rows.map(CandidateRow.init)
    let header = "confirmed\tcombined by\tmean average precision\trecall at 99 % precision\tat 95 %"
    try results.write(rows, lines: [header] + rows.map(\.line))
  }
}

/// A line of what `facetui eval candidates` prints; docs/file-formats.md names the keys.
private struct CandidateRow: Encodable {
  let confirmed: Int
  let combinedBy: String
  let meanAveragePrecision: Double
  let recallAt99Precision, recallAt95Precision: RateRow?

  init(_ row: CandidateEvaluation.Row) {
    (confirmed, combinedBy) = (row.confirmed, row.likeness.name)
    meanAveragePrecision = row.meanAveragePrecision
    recallAt99Precision = row.recallAt99Precision.map(RateRow.init)
    recallAt95Precision = row.recallAt95Precision.map(RateRow.init)
  }

  var line: String {
    let rates = [recallAt99Precision, recallAt95Precision].map { $0?.text ?? "none" }
    return (["\(confirmed)", combinedBy, String(format: "%.4f", meanAveragePrecision)] + rates).joined(separator: "\t")
  }
}
