import ArgumentParser
import Journal
import Library
import SystemPackage

struct JournalExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the journal to a file, or its confirmed faces as labels.",
    discussion: """
      The copy has each entry once, in their order, and no damaged lines. Labels are the CSV file that facetui learn and \
      facetui eval read, of the photos in a folder.
      """)

  @Argument(help: ArgumentHelp("The file, and with --labels the folder.", valueName: "file|folder"))
  var place: FilePath?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Write who is on which photo of the folder here.", valueName: "file"))
  var labels: FilePath?

  @OptionGroup var pack: PackArguments

  func validate() throws {
    guard place != nil || labels != nil else { throw ValidationError("Give a file to write to.") }
  }

  func run() async throws {
    guard let labels else {
      let journal = try JournalArguments().state.journal
      guard let place else { return }
      try place.replaceContents(with: journal.text)
      return complain("\(place.text): \(plural(journal.entries.count, "entry", "entries"))")
    }
    let library = try await LabelledFolder(place ?? ".", pack).open()
    let decisions = try Decisions(library)
    try decisions.search()
    let faces = try decisions.labels()
    guard !faces.isEmpty else {
      complain("facetui: no face in \(library.folder.text) is confirmed; nothing was written")
      throw ExitCode.noMatch
    }
    try labels.replaceContents(with: FaceLabels.text(faces))
    complain("\(labels.text): \(plural(faces.count, "face", "faces"))")
  }
}

/// A folder whose photos labels are about.
struct LabelledFolder {
  let folder: FilePath
  let pack: PackArguments

  init(_ folder: FilePath, _ pack: PackArguments) { (self.folder, self.pack) = (folder, pack) }

  /// Brings it up to date.
  func open() async throws -> PhotoLibrary {
    let arguments = try LibraryArguments.parse(pack.arguments + ["--", folder.text])
    let library = try arguments.open(corrected: false)
    try await bringUpToDate(library, arguments)
    return library
  }
}
