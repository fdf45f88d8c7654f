import Configuration

/// A command of the line after the colon that takes words; every command of the key table is one as well.
struct LineCommand: Sendable {
  enum Argument: Sendable {
    case nothing
    /// A photo of the library, such a photo or any, any file.
    case photo, photoOrFile, file
    case words([String])
    /// People with names, or photos.
    case faces
    case person
    case order
    case filter
    case setting
    case binding
    case command
  }

  let name: String
  /// What follows the name, for the help.
  let usage: String
  let argument: Argument
  let help: String
}

enum CommandTable {
  static let commands: [LineCommand] = [
    LineCommand(
      name: "find", usage: "PHOTO[#N]", argument: .photoOrFile,
      help: "find the face of a photo, or of any file, in all photos"),
    LineCommand(name: "open", usage: "[PHOTO]", argument: .photo, help: "open a photo"),
    LineCommand(name: "goto", usage: "N|N%|NAME", argument: .photo, help: "go to a place in the list, or to a name"),
    LineCommand(
      name: "threshold", usage: "N|+N|=-N|WORD", argument: .words(["safe", "balanced", "everything"]),
      help: "set, raise or lower the threshold: safe, balanced, everything or a score; =-0.1 below 0"),
    LineCommand(
      name: "sort", usage: "WORD [reverse]", argument: .order,
      help: "order the gallery by name, date, faces or size; matches by score, date or name"),
    LineCommand(
      name: "filter", usage: "[WORDS]", argument: .filter,
      help: "show some photos or matches: faces:2 date:2021-06, all; photos: faces, none, unreadable, pending"),
    LineCommand(
      name: "export", usage: "[FILE]", argument: .file, help: "export the marked, or all above the threshold"),
    LineCommand(
      name: "bridge", usage: "[A] [B]", argument: .faces,
      help: "the chain of faces between two: people, photos, query; without them the query and the cursor's face"),
    LineCommand(
      name: "name", usage: "[NAME]", argument: .person, help: "say who the face is, or the marked or the range"),
    LineCommand(
      name: "ignore", usage: "", argument: .nothing, help: "the face, the marked or the range are of no interest"),
    LineCommand(
      name: "rename", usage: "[OLD] NEW", argument: .person,
      help: "call a person otherwise; who has the name of another person is that person"),
    LineCommand(
      name: "hide", usage: "[NAME]", argument: .person, help: "leave a person out of lists of people and of completion"),
    LineCommand(name: "show", usage: "[NAME]", argument: .person, help: "show a hidden person again"),
    LineCommand(
      name: "history", usage: "", argument: .nothing, help: "what was decided, the latest first; to read, and to go back"),
    LineCommand(name: "set", usage: "NAME [VALUE]", argument: .setting, help: "change a setting, or show it"),
    LineCommand(
      name: "map", usage: "KEYS COMMAND", argument: .binding, help: "bind keys to a command until facetui ends"
    ),
    LineCommand(name: "unmap", usage: "KEYS", argument: .binding, help: "take the command of keys away"),
    LineCommand(name: "help", usage: "[TEXT]", argument: .command, help: "the help, or its lines with a text"),
    LineCommand(name: "keys", usage: "", argument: .nothing, help: "the help"),
    LineCommand(name: "quit", usage: "", argument: .nothing, help: "quit; q is the same"),
  ]

  static let named = Dictionary(commands.map { ($0.name, $0) }) { first, _ in first }

  /// Those of the table and those of the keys, for completion and hints.
  static func names(_ state: State) -> [String] {
    let actions = state.keymap.bindings(in: state.scope).map(\.command).filter { $0 != "interrupt" }
    return Set(commands.map(\.name) + actions).sorted()
  }
}

extension PhotoFilter {
  /// In the command line.
  var word: String {
    switch self {
    case .all: "all"
    case .withFaces: "faces"
    case .withoutFaces: "none"
    case .unreadable: "unreadable"
    case .pending: "pending"
    }
  }
}
