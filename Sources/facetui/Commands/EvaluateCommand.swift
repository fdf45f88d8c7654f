import ArgumentParser
import Foundation
import Library
import SystemPackage

struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure how well a pack finds people in labelled photos.",
    subcommands: [Album.self])

  struct Album: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "album", abstract: "Query with every labelled photo of a folder against all others.",
      discussion: """
        The query is the largest face of a photo; the score of another photo is that of its best face; the query's own \
        photo is left out. A photo without a face counts as a query that finds nothing.
        """)

    @Option(help: "A CSV file with the columns file,person; files are relative to the folder.")
    var labels: String

    @OptionGroup var library: LibraryArguments

    func run() async throws {
      let library = try library.open()
      let people = try AlbumLabels(file: FilePath(labels)).people
      let start = ContinuousClock.now
      try await bringUpToDate(library, workers: self.library.workers)
      let indexed = ContinuousClock.now
      let result = try AlbumEvaluation(library, people: people)
      try report(result, pack: library.pack.name, indexing: indexed - start, ranking: .now - indexed)
    }

    private func report(
      _ result: AlbumEvaluation, pack: String, indexing: Duration, ranking: Duration
    ) throws {
      let lines = [
        "pack                         \(pack)",
        "photos, faces, without face  \(result.photos), \(result.faces), \(result.withoutFace)",
        String(format: "mean average precision       %.4f", result.meanAveragePrecision),
        String(format: "rank-1                       %.4f", result.rank1),
        String(format: "TAR at FAR 1e-3              %.4f at %.4f", result.trueAcceptRate, result.threshold),
        "indexing, ranking            \(seconds(indexing)), \(seconds(ranking))",
      ]
      try emit(line: lines.joined(separator: "\n"))
    }

    private func seconds(_ duration: Duration) -> String {
      duration.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2)))
    }
  }
}
