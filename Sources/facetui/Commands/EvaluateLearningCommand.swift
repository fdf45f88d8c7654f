import ArgumentParser
import Foundation
import Library
import SystemPackage

struct EvaluateLearningCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Measure what facetui learn gains, and what it does to others.",
    discussion: """
      For each seed half of the people are seen: half of their photos are learnt from. All other photos are queries, once \
      each and against each other, by their largest faces. Nothing is stored.
      """)

  @Option(parsing: .unconditional, help: "Who is on which photo, as for facetui learn.")
  var labels: FilePath

  @Option(parsing: .unconditional, help: "How many ways to choose the people and photos.")
  var seeds = 5

  @Option(parsing: .unconditional, help: "The first of them.")
  var firstSeed = 1

  @OptionGroup var library: LibraryArguments

  func validate() throws {
    guard (1...1000).contains(seeds), (0...1_000_000).contains(firstSeed) else {
      throw ValidationError("--seeds must be between 1 and 1000, --first-seed between 0 and 1,000,000.")
    }
  }

  func run() async throws {
    let library = try library.open(corrected: false)
    let faces = try FaceLabels(file: labels).faces
    try await bringUpToDate(library, self.library)
    let result = try LearningEvaluation(library, labels: faces, seeds: firstSeed...firstSeed + seeds - 1)
    let lines = [
      "pack \(library.pack.name), \(result.kept) of \(result.seeds) corrections kept",
      "                          rank-1            recall at 99 %    mean average precision",
      row("people learnt from", result.seen), row("others", result.unseen),
    ]
    try emit(lines: lines)
  }

  private func row(_ name: String, _ scores: LearningEvaluation.Scores) -> String {
    let (before, after) = (scores.before, scores.after)
    return name.padding(toLength: 24, withPad: " ", startingAt: 0)
      + String(
        format: "  %.4f → %.4f   %.4f → %.4f   %.4f → %.4f", before.rank1, after.rank1, before.recall, after.recall,
        before.meanAveragePrecision, after.meanAveragePrecision)
  }
}
