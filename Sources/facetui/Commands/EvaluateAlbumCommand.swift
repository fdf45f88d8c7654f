import ArgumentParser
import Foundation
import Library
import SystemPackage

struct EvaluateAlbumCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "album", abstract: "Query with every labelled photo of a folder against all others.",
    discussion: """
      The query is the largest face of a photo; the score of another photo is that of its best face; the query's own \
      photo is left out. A photo without a face counts as a query that finds nothing.

      Recall at 99 % precision and TAR at FAR 1e-3 are over all pairs of a query and another photo, ranked by score.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A CSV file whose header names photo and person; photos are relative to the folder.", valueName: "file")
  )
  var labels: FilePath

  @OptionGroup var results: ResultArguments

  @OptionGroup var library: LibraryArguments

  @OptionGroup var correction: CorrectionArguments

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed)
    let people = try AlbumLabels(file: labels).people
    let start = ContinuousClock.now
    try await bringUpToDate(library, self.library)
    let indexed = ContinuousClock.now
    let evaluation = try AlbumEvaluation(library, people: people)
    let result = AlbumResult(
      evaluation, pack: library.pack.name, isCorrected: library.correction != nil, indexing: indexed - start,
      ranking: ContinuousClock.now - indexed)
    try results.write(result, lines: result.lines)
  }
}

/// What `facetui eval album` prints; docs/file-formats.md names the keys.
struct AlbumResult: Encodable {
  let pack: String
  let isCorrected: Bool
  let photos: Int
  let faces: Int
  let withoutFace: Int
  let meanAveragePrecision: Double
  let rank1: Double
  let rank5: Double
  let recallAt99Precision: RateRow?
  let trueAcceptRates: [AcceptRow]
  let indexingSeconds: Double
  let rankingSeconds: Double

  init(_ evaluation: AlbumEvaluation, pack: String, isCorrected: Bool, indexing: Duration, ranking: Duration) {
    self.pack = pack
    self.isCorrected = isCorrected
    photos = evaluation.photos
    faces = evaluation.faces
    withoutFace = evaluation.withoutFace
    meanAveragePrecision = evaluation.meanAveragePrecision
    rank1 = evaluation.rank1
    rank5 = evaluation.rank5
    recallAt99Precision = evaluation.curve.recall(atPrecision: 0.99).map(RateRow.init)
    trueAcceptRates = [AcceptRow(evaluation.curve, falseAcceptRate: 1e-3)]
    indexingSeconds = indexing.inSeconds
    rankingSeconds = ranking.inSeconds
  }

  var lines: [String] {
    [
      row("pack", isCorrected ? "\(pack), corrected" : pack),
      row("photos, faces, without face", "\(photos), \(faces), \(withoutFace)"),
      row("mean average precision", String(format: "%.4f", meanAveragePrecision)),
      row("rank-1", String(format: "%.4f", rank1)),
      row("rank-5", String(format: "%.4f", rank5)),
      row("recall at 99 % precision", recallAt99Precision?.text ?? "no threshold is that precise"),
    ] + trueAcceptRates.map { row("TAR at FAR 1e-3", $0.text) } + [
      row("indexing, ranking", String(format: "%.2f s, %.2f s", indexingSeconds, rankingSeconds))
    ]
  }
}
