import ArgumentParser
import Journal
import Library
import SystemPackage

struct JournalImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take over another journal's entries, or labels as decisions.",
    discussion: """
      Entries that are there already are not taken twice. Labels are the CSV file of facetui learn and facetui eval; its \
      photos are relative to the folder, and all of it is one step, which facetui journal undo takes back.
      """)

  @Argument(help: ArgumentHelp("The file, and with --labels the folder.", valueName: "file|folder"))
  var place: FilePath?

  @Option(parsing: .unconditional, help: ArgumentHelp("Read who is on which photo of the folder.", valueName: "file"))
  var labels: FilePath?

  @OptionGroup var pack: PackArguments

  func validate() throws {
    guard place != nil || labels != nil else { throw ValidationError("Give a file to read.") }
  }

  func run() async throws {
    if let labels {
      try await takeLabels(labels)
    } else if let place {
      let other = try place.journal()
      let new = try JournalArguments().file.merge(other)
      complain("\(place.text): \(plural(new.count, "new entry", "new entries")) of \(other.entries.count)")
    }
  }

  private func takeLabels(_ file: FilePath) async throws {
    let faces = try FaceLabels(file: file).faces
    let library = try await LabelledFolder(place ?? ".", pack).open()
    let result = try Decisions(library).confirm(faces)
    for sentence in result.leftOut { complain("facetui: left out: \(sentence)") }
    complain("\(file.text): \(plural(result.faces, "face", "faces")) confirmed")
  }
}
