import ArgumentParser
import Inference
import Library

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Account for every file of a folder: how many are in which state, and why.",
    discussion: "Looks at the cache only; facetui index looks at the photos.")

  @Option(help: "List the files in this state: indexed, no-face, unreadable, unsupported or pending.")
  var list: PhotoStateKind?

  @OptionGroup var library: LibraryArguments

  func run() throws {
    let library = try library.open()
    _ = try library.list()
    let kernels = try InstructionSet.selected()
    if let list { printFiles(in: list, of: library) } else { printReport(of: library, kernels: kernels) }
  }

  private func printFiles(in state: PhotoStateKind, of library: PhotoLibrary) {
    for photo in library.photos(in: state) {
      print(
        [library.absolute(photo.path).string, photo.state.reason ?? photo.warning].compactMap(\.self).joined(
          separator: "\t"))
    }
  }

  private func printReport(of library: PhotoLibrary, kernels: InstructionSet) {
    let summary = library.summary
    for state in PhotoStateKind.allCases {
      print(count(summary.count(state)), label(state, faces: summary.faces))
    }
    print(count(summary.files), "files in \(library.folder.string)")
    let damaged = library.photos.count { $0.warning != nil }
    if damaged > 0 { print("\n\(damaged) of these photos are damaged in part; --list indexed and no-face say how") }
    print("\npack     \(library.pack.name) \(library.pack.version), \(library.pack.folder)")
    print("kernels  \(kernels.rawValue)")
  }

  private func label(_ state: PhotoStateKind, faces: Int) -> String {
    switch state {
    case .indexed: "indexed, with \(faces) faces"
    case .noFace: "no face"
    case .unreadable: "unreadable   (facetui doctor --list unreadable says why)"
    case .unsupported: "unsupported  (facetui doctor --list unsupported says why)"
    case .pending: "not looked at yet  (facetui index does)"
    }
  }

  private func count(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 8 - digits.count)) + digits
  }
}

extension PhotoStateKind: ExpressibleByArgument {}
