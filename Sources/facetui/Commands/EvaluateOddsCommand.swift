import ArgumentParser
import Foundation
import Library
import Odds
import SystemPackage

struct EvaluateOddsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "odds", abstract: "Compare the chances of error that are stated for scores with the truth.",
    discussion: """
      Every pair of the largest faces of two labelled photos is a match; the lines show, by the chance of error that \
      is stated for them, how many pairs there are, what is stated in the mean, and which share is wrong. The labels \
      take no part in what is stated.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A CSV file whose header names photo and person; photos are relative to the folder.", valueName: "file"))
  var labels: FilePath

  @Flag(help: "Tell pairs apart by the quality of the worse face: good from 0.75 on, fair from 0.5 on, poor.")
  var byQuality = false

  @OptionGroup var results: ResultArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed)
    let people = try AlbumLabels(file: labels).people
    try await bringUpToDate(library, self.library)
    let evaluation = OddsEvaluation(library, people: people)
    let rows =
      byQuality
      ? PairQuality.allCases.flatMap { quality in evaluation.rows(of: [quality]).map { OddsRow($0, quality) } }
      : evaluation.rows.map { OddsRow($0, nil) }
    let header = (byQuality ? "quality\t" : "") + "stated\tpairs\tstated in the mean\twrong\ttrue"
    try results.write(rows, lines: [header] + rows.map(\.line))
  }
}

/// A line of what `facetui eval odds` prints; docs/file-formats.md names the keys.
private struct OddsRow: Encodable {
  /// Nil where all are counted together.
  let quality: String?
  let from, below: Double
  let pairs, wrong: Int
  /// Nil where there are no pairs.
  let stated, trueShare: Double?

  init(_ row: OddsEvaluation.Row, _ quality: PairQuality?) {
    self.quality = quality.map { "\($0)" }
    (from, below, pairs, wrong) = (row.range.lowerBound, row.range.upperBound, row.pairs, row.wrong)
    stated = pairs > 0 ? row.stated : nil
    trueShare = pairs > 0 ? Double(wrong) / Double(pairs) : nil
  }

  var line: String {
    let range = (quality.map { $0 + "\t" } ?? "") + String(format: "%g-%g", from, min(1, below))
    guard let stated, let trueShare else { return "\(range)\t0" }
    return "\(range)\t\(pairs)\t" + String(format: "%.3g\t%d\t%.3g", stated, wrong, trueShare)
  }
}
