import ArgumentParser
import Faces
import Foundation
import Library
import PathText
import SystemPackage

struct EvaluatePairsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pairs",
    abstract: "Tell whether pairs of pictures show the same person, as LFW and arcface-pytorch test it.",
    discussion: """
      The list has lines `path path label` (label 1 the same person, 0 different ones), or is LFW's own pairs.txt. \
      The score of a pair is the cosine of its two faces, of each picture the one nearest the middle, weighed by its size (--face). A pair of which a picture cannot \
      be read or shows no face scores -1, so that it counts as two different people; such pictures are named on stderr.

      Ten-fold accuracy takes for each fold the threshold that is best on the other nine; where the list has no folds, \
      the k-th holds the k-th tenth of the pairs of one person and of the others. Rates that the list has too few pairs \
      for are not given.
      """)

  @Argument(help: "The list of pairs.", completion: .file())
  var list: FilePath

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The folder in which the paths of the list begin; else that of the list.", valueName: "dir"),
    completion: .directory)
  var root: FilePath?

  @Flag(
    name: [.customLong("aligned"), .customLong("resize")],
    help: """
      Give all of each picture to the recogniser, stretched to its input, without detection and alignment: for crops \
      that are aligned already, and to see what alignment gains.
      """)
  var whole = false

  @OptionGroup var choice: FaceChoiceArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write a page with curves and the worst errors side by side; the pictures are in the file.",
      valueName: "file.html"))
  var report: FilePath?

  @OptionGroup var results: ResultArguments

  @Option(parsing: .unconditional, help: "Pictures to look at in parallel; else as many as there are cores.")
  var workers: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Use this model pack: a name, or a folder with a pack.json.", valueName: "name|dir"))
  var pack: String?

  func validate() throws {
    if whole, choice.isGiven { throw ValidationError("--face chooses among detected faces; --aligned detects none.") }
    if let workers, !(1...64).contains(workers) { throw ValidationError("--workers must be between 1 and 64.") }
  }

  func run() async throws {
    let pairs = try PairList(file: list)
    let pack = try ModelPack.load(pack)
    let workers = workers ?? min(64, ProcessInfo.processInfo.activeProcessorCount)
    let folder = list.removingLastComponent()
    let root = root ?? (folder.isEmpty ? FilePath(".") : folder)
    let use = whole ? .whole : PairEvaluation.PictureUse(choice.face)
    let start = ContinuousClock.now
    let line = ProgressLine()
    defer { line.clear() }
    let evaluation = try await PairEvaluation(
      pairs, root: root, pack: pack, use: use, workers: workers,
      progress: { line.show($0, of: $1) })
    line.clear()
    name(evaluation)
    let result = PairResult(
      evaluation, list: list.string, pack: pack.name, use: use, time: .now - start,
      workers: workers)
    try results.write(result, lines: result.lines)
    if let report {
      try report.replaceContents(with: Array(PairReport(evaluation, result).html.utf8))
    }
  }

  /// Says which pictures gave no face.
  private func name(_ evaluation: PairEvaluation) {
    for (path, finding) in evaluation.findings.sorted(by: { $0.key.string < $1.key.string }) {
      switch finding {
      case .face: break
      case .noFace: complain("\(evaluation.file(path).text): no face was found")
      case .unreadable(let reason): complain("\(evaluation.file(path).text): \(reason)")
      }
    }
  }
}
