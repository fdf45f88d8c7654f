import TerminalUI

/// The keys of the screens of people and of a person.
extension KeyTable {
  private static let both: Set<Scope> = [.people, .person]

  static let ofPeople: [Binding] = [
    bind(.open, "<Enter>", [.people], "the person's faces, and those that may be", "open", hasPerson),
    bind(.name, "m", [.people], "name a group, rename a person; the marked become one person", "name", hasPerson),
    bind(
      .hidePerson, "x", [.people], "leave a person out of lists, or show them again; ignore the faces of a group", "hide",
      hasPerson),
    bind(.search, "/", [.people], "show the names with a text", "search"),
    bind(.order, "s", [.people], "order by number of faces, name, last change", "order"),
    bind(.reverse, "S", [.people], "the other way round", nil),
    bind(.showHidden, "H", [.people], "show hidden people, too; again, leave them out", nil),
    bind(.mark, "<Space>", [.people], "mark or unmark the person or group, and go on", "mark", hasPerson),

    bind(.open, "<Enter>", [.person], "open the photo at this face", "photo", hasPersonFace),
    bind(.confirm, "y", [.person], "this is the person; kept, and on to the next", "is the person", hasPersonFace),
    bind(
      .refuse, "n", [.person], "this is not the person, for ever; of a group, somebody else than the rest", "is not",
      hasPersonFace),
    bind(.name, "m", [.person], "somebody else's name for the face; of a group, a name for all or the marked", "name", hasPersonFace),
    bind(.ignoreFaces, "x", [.person], "the face is of no interest", "ignore", hasPersonFace),
    bind(.unfold, "<Tab>", [.person], "show all faces of the person; again, a row of them", "all faces", canUnfold),
    bind(.moreCandidates, "a", [.person], "show less likely faces, too; again, leave them out", "more", hasMoreCandidates),
    bind(.mark, "<Space>", [.person], "mark or unmark the face, and go on", "mark", hasPersonFace),
    bind(
      .openOutside, "o", [.person], "open the photo in the desktop's viewer", nil, hasPersonFace),
    bind(.copyPath, "Y", [.person], "copy the photo's path to the clipboard", nil, hasPersonFace),

    bind(.range, "v", both, "start a range; {range} again marks it", nil),
    bind(.unmarkAll, "U", both, "take all marks away", nil),
    bind(.clear, "<Esc>", [.people], "drop the range, the marks, the filter; then back", nil),
    bind(.clear, "<Esc>", [.person], "drop the range, the marks; then back", nil),
    bind(.help, "? <F1>", both, "this help", "help"),
    bind(.back, "q", both, "back", "back"),
    bind(.quit, "Q", both, "quit", nil),
    bind(.people, "P", screens.subtracting([.people]), "people with names, and groups of faces without", nil),
  ]
}

private let hasPerson: @Sendable (State) -> String? = { state in
  guard let screen = state.peopleScreen, screen.entries.isEmpty else { return nil }
  return screen.filter.isEmpty ? "nobody is here yet" : "nobody here is called “\(screen.filter)”"
}

private let hasPersonFace: @Sendable (State) -> String? = { state in
  guard let screen = state.personScreen, screen.current == nil else { return nil }
  return "no face of \(screen.person.name?.text ?? "this group") is in the folder"
}

private let canUnfold: @Sendable (State) -> String? = { state in
  guard let screen = state.personScreen, screen.foldedCount == 0, !screen.isUnfolded else { return nil }
  return "all faces of the person are shown"
}

private let hasMoreCandidates: @Sendable (State) -> String? = { state in
  guard let screen = state.personScreen, screen.open.count == screen.openLikely else { return nil }
  if screen.isGroup { return "a group without a name has no candidates" + (state.key(for: .name).map { "; \($0) names it" } ?? "") }
  return screen.wasAnswered ? "there is no other face" : "faces of the person are being looked for"
}
