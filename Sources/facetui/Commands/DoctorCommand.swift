import ArgumentParser
import Foundation
import Inference
import Library
import PathText
import SystemPackage

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Account for every file of a folder: how many are in which state, and why.",
    discussion: """
      Looks at the cache only, and into files whose names do not say what they are; facetui index looks at the photos. \
      Exit status: 0, or with --retry 1 when some of the files still cannot be read; 2 on an error.
      """)

  @Option(
    name: [.customLong("state"), .customLong("list")],
    help: "List the files in this state: indexed, no-face, unreadable, unsupported or pending.")
  var state: PhotoStateKind?

  @Flag(
    name: [.customShort("0"), .customLong("null")],
    help: "With --state: only the paths, each ended by a NUL byte instead of a newline.")
  var null = false

  @Flag(
    help: """
      First look again at pictures that are unreadable or unsupported, of --state only at those, whatever is known of \
      them: after a permission was given, a drive mended, a decoder installed.
      """)
  var retry = false

  @OptionGroup var library: LibraryArguments

  private static let retried: [PhotoStateKind] = [.unreadable, .unsupported]

  func validate() throws {
    if null && state == nil { throw ValidationError("-0 goes with --state.") }
    if retry, let state, !Self.retried.contains(state) {
      throw ValidationError("--retry goes with --state unreadable or unsupported, or with none.")
    }
  }

  func run() async throws {
    let library = try library.open()
    // A file that was changed since counts as not looked at once it is listed.
    let known = Set(library.photos.filter(isRetried).map(\.path))
    _ = try library.list()
    let kernels = try InstructionSet.selected()
    let isLeft = retry ? try lookAgain(in: library, also: known) : false
    let lines = state.map { files(in: $0, of: library) } ?? report(of: library, kernels: kernels)
    if !null { warnOfLineEnds(in: lines) }
    try emit(lines: lines, end: null ? "\0" : "\n")
    if isLeft { throw ExitCode.noMatch }
  }

  private func isRetried(_ photo: Photo) -> Bool {
    state.map { photo.state.kind == $0 } ?? Self.retried.contains(photo.state.kind)
  }

  /// - Returns: whether some of the files still cannot be read.
  private func lookAgain(in library: PhotoLibrary, also known: Set<FilePath>) throws -> Bool {
    let photos = library.photos.filter { $0.kind == .picture && (isRetried($0) || known.contains($0.path)) }
    let line = ProgressLine()
    var (done, read) = (0, 0)
    try library.lookAgain(at: photos.map(\.path)) { photo in
      done += 1
      if photo.state.reason == nil { read += 1 }
      line.show(done, of: photos.count)
    }
    line.clear()
    let outcome = photos.isEmpty ? "" : ": \(read) can be read, \(done - read) cannot"
    complain("tried \(plural(photos.count, "file", "files")) again\(outcome)")
    return read < photos.count
  }

  private func files(in state: PhotoStateKind, of library: PhotoLibrary) -> [String] {
    library.photos(in: state).map { photo in
      let path = library.absolute(photo.path).text
      return [path, null ? nil : photo.state.reason ?? photo.warning].compactMap(\.self).joined(separator: "\t")
    }
  }

  private func report(of library: PhotoLibrary, kernels: InstructionSet) -> [String] {
    let summary = library.summary
    var lines = PhotoStateKind.allCases.map { "\(count(summary.count($0))) \(label($0, faces: summary.faces))" }
    let files = summary.files == 1 ? "file" : "files"
    lines.append(
      "\(count(summary.files)) \(files) \(self.library.isList ? "of the list, in" : "in") "
        + library.roots.all.map(\.folder.text).joined(separator: ", "))
    lines += remarks(on: library)
    let damaged = library.photos.count { $0.warning != nil }
    if damaged > 0 {
      let which = "\(damaged) of these photos \(damaged == 1 ? "is" : "are")"
      lines += ["", "\(which) damaged in part; --state indexed and no-face say how"]
    }
    let pack = library.pack
    lines += ["", "pack     \(pack.name) \(pack.version), \(pack.folder)", "kernels  \(kernels.rawValue)"]
    return lines + (library.correction.map { [describe($0)] } ?? [])
  }

  /// What the counts do not tell.
  private func remarks(on library: PhotoLibrary) -> [String] {
    var remarks: [String] = []
    let folders = library.summary.unread.folders
    if folders > 0 {
      let which = folders == 1 ? "is a folder; the files in it" : "are folders; the files in them"
      remarks.append("\(folders) of the unreadable \(which) are not counted")
    }
    if let away = library.away.sentence { remarks.append("\(away); they are counted as they were") }
    let leftOut = library.leftOutByDefault
    if !leftOut.isEmpty {
      remarks.append("left out: \(describe(leftOut))  (--no-default-excludes takes them in)")
    }
    return remarks.isEmpty ? [] : [""] + remarks
  }

  private func describe(_ leftOut: LeftOut) -> String {
    func number(_ count: Int, _ one: String, _ many: String) -> String? {
      count == 0 ? nil : plural(count, one, many)
    }
    let folders = leftOut.serviceFolders
    let names = Set(folders.compactMap { $0.lastComponent?.string }).sorted().joined(separator: ", ")
    return [
      number(folders.count, "folder", "folders").map { "\($0) of a NAS or a desktop (\(names))" },
      number(leftOut.hiddenFiles, "hidden file", "hidden files"),
      number(leftOut.hiddenFolders, "hidden folder", "hidden folders"),
    ].compactMap(\.self).joined(separator: ", ")
  }

  private func describe(_ correction: Correction) -> String {
    let (before, after) = (correction.before, correction.after)
    return
      "learnt   \(correction.learnt) from \(plural(correction.faces, "face", "faces")) of "
      + "\(plural(correction.people, "person", "people")); of held-out faces, "
      + String(
        format: "rank-1 %.3f → %.3f, recall at 99 %% precision %.3f → %.3f", before.rank1, after.rank1, before.recall,
        after.recall)
  }

  private func label(_ state: PhotoStateKind, faces: Int) -> String {
    switch state {
    case .indexed: "indexed, with \(plural(faces, "face", "faces"))"
    case .noFace: "no face"
    case .unreadable: "unreadable   (facetui doctor --state unreadable says why)"
    case .unsupported: "unsupported  (facetui doctor --state unsupported says why)"
    case .pending: "not looked at yet  (facetui index does)"
    }
  }

  private func count(_ number: Int) -> String {
    let digits = grouped(number)
    return String(repeating: " ", count: max(0, 8 - digits.count)) + digits
  }
}

extension PhotoStateKind: ExpressibleByArgument {}
