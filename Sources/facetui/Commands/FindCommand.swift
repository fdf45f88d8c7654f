import ArgumentParser
import Faces
import Foundation
import GalleryUI
import Library
import PathText
import SystemPackage

struct FindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "List the photos of the person on a query photo, best first.",
    discussion: """
      The query comes first where its photo lies in the folder. Without --threshold the list holds the faces that count \
      as the same person at the pack's balanced threshold, or at the configured one; with --threshold all of at least that score, with --top that \
      many whatever their scores. A face that tells too little (tiny, blurred, seen from the side), and the second of \
      one photo, are "maybe" at most, and the column note says why. With several --query, faces of one person, a face \
      counts by the best or the mean of its scores. Faces that you said are not the person, and ignored ones, are left \
      out. Exit status: 0 when at least one face counts as the \
      same person, 1 when none does, 2 on an error.
      """)

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The photo with the face to look for; #n is the n-th face from the left. May be given several times.",
      valueName: "photo[#n]"))
  var query: [FilePath]

  @Option(help: "With several --query: order by the best or by the mean of the scores. Without it as configured.")
  var combine: ScoreCombination?

  @Option(parsing: .unconditional, help: "List at most this many faces.")
  var top: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      List faces with at least this score (cosine, -1 to 1), or from where on so many are wrong in this folder: safe \
      about 1 in 1,000, balanced 1 in 100, everything 1 in 10.
      """, valueName: "score|word"))
  var threshold: ThresholdArgument?

  @Flag(help: "List copies of a picture (resized, saved again, in another format) once; a column says how many.")
  var fold = false

  @Flag(help: "Add the chance that a match is wrong in this folder: a column chance_of_error, 0 to 1.")
  var odds = false

  @Option(help: "One of tsv, csv, json, jsonl, paths.")
  var format: ExportFormat = .tsv

  @Flag(name: [.customShort("0"), .customLong("null")], help: "With --format paths: end each path with a NUL byte.")
  var null = false

  @Flag(help: "Leave the query itself out of the list; with --format paths its photo as a whole.")
  var excludeQuery = false

  @Flag(help: "Judge faces of the query's own photo like others; several of them may be the same person.")
  var samePhoto = false

  @Flag(help: "List faces that are ignored, too.")
  var ignored = false

  @OptionGroup var choice: FaceChoiceArguments
  @OptionGroup var faces: FaceArguments
  @OptionGroup var library: LibraryArguments
  @OptionGroup var correction: CorrectionArguments

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1.") }
    if null && format != .paths { throw ValidationError("-0 goes with --format paths.") }
    if case .score(let score) = threshold, !(-1...1).contains(score) {
      throw ValidationError("--threshold must be between -1 and 1.")
    }
  }

  func run() async throws {
    let library = try library.open(corrected: correction.isUsed, faces: faces.limits(library.settings))
    let questions = try query.map { try Question($0, library, choice.face, isOnly: query.count == 1) }
    try await bringUpToDate(library, self.library)
    let combination = combine ?? ScoreCombination(self.library.settings.combination)
    let decisions = decisions(library)
    let decided = decisions?.faces ?? DecidedFaces()
    let strangers = decisions?.strangers(to: questions.map(\.place)) ?? []
    let leftOut = strangers.union(ignored ? [] : decided.ignored)
    let ranked = library.rank(questions.map { $0.face(in: library) }, by: combination, leavingOut: leftOut)
    try print(
      samePhoto ? ranked.countingSamePhoto : ranked, questions.map(\.found.quality), decided, by: combination,
      from: library)
  }

  /// A journal that cannot be read is told, and the search goes on without it; nil also where there is no place for one.
  private func decisions(_ library: PhotoLibrary) -> Decisions? {
    guard let decisions = try? Decisions(library) else { return nil }
    do {
      try decisions.refresh()
      return decisions
    } catch {
      complain("facetui: faces that you refused are not left out: \(error)")
      return nil
    }
  }

  /// A face that is searched for, as it was found in its photo.
  private struct Question {
    let file: FilePath
    let index: Int
    let found: DetectedFace
    let place: FileFace

    init(_ query: FilePath, _ library: PhotoLibrary, _ choice: FaceChoice, isOnly: Bool) throws {
      let question = QueryPhoto(query) { $0.withPlatformString { access($0, F_OK) } == 0 }
      let analysis = try library.analyse(file: question.file)
      if let warning = analysis.warning { complain("\(query.text): \(warning)") }
      file = question.file
      index = try question.choose(
        from: analysis.faces.map(\.box), on: (analysis.width, analysis.height), by: choice)
      found = analysis.faces[index]
      place = FileFace(file: file, box: found.box, width: analysis.width, height: analysis.height)
      if question.number == nil, analysis.faces.count > 1 {
        complain(
          "\(query.text): \(analysis.faces.count) faces; looking for #\(index + 1), \(choice.words) (choose with #n)")
      }
      guard let defect = found.quality.defect else { return }
      let others = isOnly ? "others" : "faces that are most alike to it"
      complain("\(query.text): this face is \(defect.sentence), so that \(others) are “maybe” at most")
    }

    /// The library's own where its photo lies in the folder.
    func face(in library: PhotoLibrary) -> QueryFace {
      let own = library.photo(for: file)?.faces ?? []
      return own.indices.contains(index) ? .face(own[index].id) : .embedding(found.embedding, found.quality)
    }
  }

  private func print(
    _ all: Ranking, _ queries: [FaceQuality], _ decided: DecidedFaces, by combination: ScoreCombination,
    from library: PhotoLibrary
  ) throws {
    let survey = odds || fold || threshold?.preset != nil ? library.survey(decided) : nil
    let cut =
      try threshold?.score(survey?.odds) ?? library.pack.thresholds.score(self.library.settings.threshold)
    let folded = fold ? survey.map { all.folding($0.copies, all.indices) } : nil
    let ranked = folded.map { all.keeping($0.places) } ?? all
    let isSame = { (match: Match) in match.standing.canBeSame && match.score >= cut }
    let others = ranked.filter { $0.standing != .query }
    let listed =
      threshold == nil && top != nil ? others : others.filter { threshold == nil ? isSame($0) : $0.score >= cut }
    let query = ranked.filter { $0.standing == .query }
    // A list of photos without the query's must not name that for another of its faces.
    let left =
      excludeQuery && format == .paths ? listed.filter { match in !query.contains { $0.photo == match.photo } } : listed
    let rows = (excludeQuery ? [] : query) + left.prefix(top ?? .max)
    let chance = { (match: Match, quality: FaceQuality) in
      survey?.odds.chanceOfError(of: match, quality: quality, queries: queries, by: combination)
    }
    let export = MatchExport(
      rows, in: library, folder: self.library.folder, cut: cut, chance: odds ? chance : nil, copies: folded?.copies)
    let lines = export.lines(as: format).map { String(raw: $0, keeping: format == .tsv ? [9] : []) }
    if format == .paths, !null { warnOfLineEnds(in: lines) }
    try emit(lines: lines, end: null ? "\0" : format.lineEnd)
    if !rows.contains(where: isSame) { throw ExitCode.noMatch }
  }
}

extension ExportFormat: ExpressibleByArgument {}
extension ScoreCombination: ExpressibleByArgument {}
