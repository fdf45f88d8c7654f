import ArgumentParser
import Foundation
import Library
import PathText
import SystemPackage

struct LearnCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Learn from confirmed faces to tell the people of a folder apart.",
    discussion: """
      For those whom general models confuse: brothers and sisters, children growing up. The labels are a CSV file whose \
      header names the columns photo and person and may name face: a number from the left, or a box as x y width height \
      (left out: the photo's largest face). At least two people need three faces each. Faces that are held out decide \
      whether what was learnt is kept. browse, find and eval then use it; --no-correction switches it off. \
      Exit status: 0 when a correction was stored (or removed), 1 when it was refused (or there was none), 2 on an error.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Who is on which photo; photos are relative to the folder.", valueName: "file"))
  var labels: FilePath?

  @Flag(help: "Remove what was learnt in this folder.")
  var forget = false

  @OptionGroup var library: LibraryArguments

  func validate() throws {
    guard library.folders.count < 2 else { throw ValidationError("learn takes one folder.") }
    guard forget != (labels != nil) else { throw ValidationError("Give either --labels or --forget.") }
  }

  func run() async throws {
    guard let labels else { return try forgetCorrection() }
    let faces = try FaceLabels(file: labels).faces
    let library = try library.open(corrected: false)
    try await bringUpToDate(library, self.library)
    let start = ContinuousClock.now
    let report = try library.learn(from: faces, threads: self.library.workers)
    try emit(lines: lines(report, seconds: ContinuousClock.now - start))
    if report.file == nil { throw ExitCode.noMatch }
  }

  private func forgetCorrection() throws {
    let folder = library.folder
    guard try PhotoLibrary.forgetCorrection(folder: folder, options: library.pack.options) else {
      complain("facetui: nothing was learnt in \(folder.text)")
      throw ExitCode.noMatch
    }
    complain("what was learnt in \(folder.text) is forgotten")
  }

  private func lines(_ report: LearningReport, seconds: Duration) -> [String] {
    for sentence in report.leftOut { complain("facetui: left out: \(sentence)") }
    let outcome = report.outcome
    let time = seconds.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2)))
    let source = "\(plural(report.faces, "face", "faces")) of \(plural(report.people, "person", "people"))"
    var lines = [
      "learnt from \(source), beside \(plural(report.unconfirmed, "other", "others")), in \(time)",
      "held-out faces             before     after",
      row("rank-1", outcome.before.rank1, outcome.after.rank1),
      row("recall at 99 % precision", outcome.before.recall, outcome.after.recall),
      row("mean average precision", outcome.before.meanAveragePrecision, outcome.after.meanAveragePrecision),
    ]
    if let shift = outcome.strangerShift {
      lines.append(String(format: "99 of 100 pairs of the other faces change their score by at most %.3f", shift))
    }
    if let file = report.file {
      lines.append("kept in \(file); facetui learn --forget removes it")
    } else {
      lines.append("refused: \(outcome.refusal ?? "it does not help"); nothing was changed")
    }
    return lines
  }

  private func row(_ name: String, _ before: Double, _ after: Double) -> String {
    name.padding(toLength: 25, withPad: " ", startingAt: 0) + String(format: "  %.4f    %.4f", before, after)
  }
}

/// For the commands that rank faces.
struct CorrectionArguments: ParsableArguments {
  @Flag(name: .customLong("no-correction"), help: "Leave out what facetui learn has learnt in this folder.")
  var isSwitchedOff = false

  var isUsed: Bool { !isSwitchedOff }
}
