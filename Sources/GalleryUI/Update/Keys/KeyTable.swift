import TerminalUI

enum Scope: String, CaseIterable, Sendable {
  case gallery = "Gallery"
  case folders = "Folders"
  case photo = "Photo"
  case matches = "Matches"
  case compare = "Compare"
  case bridge = "Bridge"
  case history = "History"
  case problems = "Problems"
  case help = "Help"
  case message = "Message"
}

enum Action: Sendable, Equatable, Hashable {
  case move(Motion)
  case open, query, queryMatch
  case search, searchNext, searchPrevious, filter, filterBy, order, reverse
  case folders, enterFolders, openFolder, closeFolder, toggleFolder
  case larger, smaller
  case nextFace, previousFace, nextPhoto, previousPhoto
  case raiseThreshold, lowerThreshold
  case cut(CutChoice)
  case mark, range, unmarkAll, samePhoto, toggleTiles, export
  case addQuery, removeQuery, combine, group, foldCopies, compare, compareNext, comparePrevious, compareQuery, blink
  case acceptLink, cutLink
  /// This is the person, this is not, name; and what was said taken back and brought back.
  case confirm, refuse, name, undo, redo
  case showIgnored, jumpTo
  case zoom, info
  case problems, retry, retryAll
  case openOutside, choose
  case commandLine, copyPath, message
  case help, back, clear, rescan, quit, interrupt, redraw, suspend
}

/// One line of the key table. The action's name in the configuration is `Action.command`.
struct Binding: Sendable {
  let action: Action
  /// Any of these sequences.
  var keys: [[Key]]
  var scopes: Set<Scope>
  /// Other commands in braces stand for their keys, see `Keymap.text`.
  let help: String
  /// A word or two for the footer; nil where only the help tells.
  let hint: String?
  /// Why the action does nothing now; nil where it works.
  let whyNot: @Sendable (State) -> String?
}

enum KeyTable {
  static let lists: Set<Scope> = [.gallery, .matches]
  /// Where scores stand beside the threshold.
  static let compared: Set<Scope> = [.matches, .compare]
  static let everywhere = Set(Scope.allCases)
  /// Where a list or a text is scrolled by the same keys.
  static let scrolled: Set<Scope> = lists.union([.folders, .photo, .problems, .help, .message, .bridge, .history])
  /// Where faces are decided about one by one.
  static let judged: Set<Scope> = [.matches, .photo, .compare]
  /// Where what was decided is seen, or its effects.
  static let decided = screens.subtracting([.help, .problems])
  /// What can be covered by another screen.
  static let screens = everywhere.subtracting([.message])

  private static let messageHelp = "read in full what the line above the keys says, or the last message"

  /// The only place that says which key does what by default; `Keymap` changes it as the user has configured.
  static let bindings: [Binding] = [
    bind(.open, "<Enter>", [.gallery], "open the photo", "open", hasPhotos),
    bind(.query, "<Enter>", [.photo], "find this face in all photos", "find this face", hasFace),
    bind(.nextFace, "<Tab>", [.photo], "next face", "next face", hasFace),
    bind(.previousFace, "<S-Tab>", [.photo], "previous face", nil, hasFace),
    bind(.nextPhoto, "l <Right>", [.photo], "next photo; while zoomed, next face", "next photo"),
    bind(.previousPhoto, "h <Left>", [.photo], "previous photo; while zoomed, previous face", nil),
    bind(.zoom, "z", [.photo], "look at the face from near; again, at the whole photo", "zoom", hasFace),
    bind(.info, "i", [.photo], "facts about the photo: date, camera, place, size", "facts"),
    bind(.open, "<Enter> <Tab>", [.matches], "open the photo of this match", "open", hasMatch),
    bind(.lowerThreshold, "(", [.matches], "lower the threshold by 0.01, count times", "lower"),
    bind(.raiseThreshold, ")", [.matches], "raise the threshold by 0.01, count times", "raise"),
    bind(.cut(.safe), "=1", compared, "threshold where about 1 in 1,000 is wrong in this folder", "safe"),
    bind(.cut(.balanced), "=2", compared, "threshold where about 1 in 100 is wrong", "balanced"),
    bind(.cut(.everything), "=3", compared, "threshold where about 1 in 10 is wrong", "everything"),
    bind(.cut(.valley), "==", compared, "threshold in the valley of the scores' histogram", "valley"),
    bind(.mark, "<Space>", [.matches], "mark or unmark, and go on", "mark", hasMatch),
    bind(.range, "v", [.matches], "start a range; {range} again marks it", nil, hasMatch),
    bind(.unmarkAll, "U", [.matches], "take all marks away; again, bring them back", nil, hasMarks),
    bind(.export, "e", [.matches], "export the marked, or all above the threshold", "export", hasExport),
    bind(.queryMatch, "s", [.matches], "find the face of this match in all photos", "search", hasMatch),
    bind(.samePhoto, "i", [.matches], "rank faces of the query's own photo like others, or last", "own photo"),
    bind(.toggleTiles, "t", [.matches], "rows or tiles", "tiles"),
    bind(.compare, "w", [.matches], "compare with the query, side by side", "compare", hasMatch),
    bind(.addQuery, "+", [.matches], "search for this face, too", "add", hasMatch),
    bind(
      .removeQuery, "-", [.matches], "take a query away: under the cursor, of that number, or the last", "remove"),
    bind(.combine, "c", [.matches], "rank by the best or the mean of several queries' scores", "best or mean"),
    bind(.group, "d", [.matches], "group by photo, by day, or not at all", "group"),
    bind(
      .foldCopies, "D", [.matches], "show copies of a picture as one, with their number; again, all", nil, hasCopies),
    bind(
      .showIgnored, "I", [.matches], "show faces that are ignored, too; again, leave them out", nil, hasIgnored),

    bind(.confirm, "y", judged, "this is the person; kept, and on to the next", "is the person", canJudge),
    bind(.refuse, "n", judged, "this is not the person, for ever; on to the next", "is not", canJudge),
    bind(.name, "m", judged, "say who it is; Tab completes names that are known", "name", canJudge),
    bind(.undo, "u", decided, "take the last decision back, also one of an earlier session", nil),
    bind(.redo, "<C-r>", decided, "bring back what was taken back last", nil),
    bind(.jumpTo, "<Enter>", [.history], "leave it as it was after this decision", "back to here", hasDecision),

    bind(.blink, "b", [.compare], "show one over the other in turns; any key ends it", "blink"),
    bind(.compareNext, "j l <Down> <Right> <Space>", [.compare], "next match", "next"),
    bind(.comparePrevious, "k h <Up> <Left>", [.compare], "previous match", "previous"),
    bind(
      .compareQuery, "<Tab>", [.compare], "the next query face; with a count, that one", "next query", hasQueries),
    bind(.open, "<Enter>", [.compare], "open the photo of this match", "open"),

    bind(.acceptLink, "y", [.bridge], "these two faces are the same person; kept", "same person", hasLink),
    bind(.cutLink, "n", [.bridge], "these two are different people; look for another way", "two people", hasLink),
    bind(.open, "<Enter>", [.bridge], "open the photo of the second face", "open", hasLink),

    bind(.move(.left), "h <Left>", lists, "left", nil),
    bind(.move(.down), "j <Down>", scrolled, "down", nil, canScroll),
    bind(.move(.up), "k <Up>", scrolled, "up", nil, canScroll),
    bind(.move(.right), "l <Right>", lists, "right", nil),
    bind(.move(.first), "gg <Home>", scrolled, "first; with a count, that number", nil, canScroll),
    bind(.move(.last), "G <End>", scrolled, "last; with a count, that number", nil, canScroll),
    bind(.move(.halfPageDown), "<C-d>", scrolled, "half a screen down", nil, canScroll),
    bind(.move(.halfPageUp), "<C-u>", scrolled, "half a screen up", nil, canScroll),
    bind(.move(.pageDown), "<C-f> <PageDown>", scrolled, "a screen down", nil, canScroll),
    bind(.move(.pageUp), "<C-b> <PageUp>", scrolled, "a screen up", nil, canScroll),
    bind(.move(.screenTop), "H", lists, "top of the screen", nil),
    bind(.move(.screenMiddle), "M", lists, "middle of the screen", nil),
    bind(.move(.screenBottom), "L", lists, "bottom of the screen", nil),

    bind(.search, "/", [.gallery], "search by file name", "search"),
    bind(.searchNext, "n", [.gallery], "next with that name", nil, hasSearch),
    bind(.searchPrevious, "N", [.gallery], "previous with that name", nil, hasSearch),
    bind(.filter, "f", [.gallery], "all, with faces, without, unreadable, not looked at yet", "filter"),
    bind(.filterBy, "F", lists, "filter by faces:2 date:2021-06 state:no-face name:party", nil),
    bind(.larger, "+ =", [.gallery], "larger pictures", "larger"),
    bind(.smaller, "-", [.gallery], "smaller pictures", "smaller"),
    bind(.larger, ">", [.matches], "larger pictures", "larger"),
    bind(.smaller, "_ <lt>", [.matches], "smaller pictures", "smaller"),
    bind(.larger, "+ =", [.photo], "nearer to the face", "nearer", hasFace),
    bind(.smaller, "-", [.photo], "farther from the face", "farther", isZoomed),
    bind(
      .openOutside, "o", [.gallery, .photo, .matches, .compare, .bridge], "open the photo in the desktop's viewer",
      "viewer",
      hasPhoto
    ),
    bind(.openOutside, "<Enter> o", [.problems], "open the file in the desktop's viewer", "open", hasProblem),
    bind(.retry, "r", [.problems], "try to read the file again", "try again", canRetry),
    bind(.retryAll, "R", [.problems], "try to read all of them again", "all", canRetry),

    bind(
      .choose, "a", [.gallery, .photo, .matches], "choose for facetui pick: the marked, or this photo", nil, isAsked),
    bind(
      .copyPath, "Y", [.gallery, .photo, .matches, .compare, .bridge], "copy the photo's path to the clipboard", nil,
      hasPhoto),
    bind(.search, "/", [.help], "show the lines with a text", "search"),

    bind(.order, "s", [.gallery], "order by name, date, faces, size", "order"),
    bind(.reverse, "S", [.gallery], "the other way round", nil),
    bind(.toggleTiles, "t", [.gallery], "a list or tiles", "list"),
    bind(.mark, "<Space>", [.gallery], "mark or unmark the photo, and go on", "mark", hasPhotos),
    bind(.range, "v", [.gallery], "start a range of photos; {range} again marks it", nil, hasPhotos),
    bind(.unmarkAll, "U", [.gallery], "take all marks of photos away; again, bring them back", nil, hasMarkedPhotos),
    bind(
      .export, "e", [.gallery], "write the paths of the marked photos, or of all shown, to a file", "export", hasPhotos),
    bind(.folders, "T", [.gallery, .folders], "show or hide the folders", "folders", hasFolders),
    bind(.enterFolders, "<Tab>", [.gallery], "to the folders, as {left} at the left edge", nil, hasFolders),
    bind(.openFolder, "l <Right>", [.folders], "list the folders inside; then to its photos", "inside"),
    bind(.closeFolder, "h <Left>", [.folders], "close the folder; then to the one above", "outside"),
    bind(.toggleFolder, "<Enter>", [.folders], "open or close the folder; without folders, to its photos", "open"),

    bind(.problems, "!", screens.subtracting([.problems]), "files that could not be read", "problems"),
    bind(.message, "K m", screens.subtracting(judged), messageHelp, nil, hasMessage),
    bind(.message, "K", judged, messageHelp, nil, hasMessage),
    bind(.commandLine, ":", everywhere.subtracting([.message]), "command line; help and Tab tell its commands", nil),
    bind(
      .help, "? <F1>", [.gallery, .folders, .photo, .matches, .compare, .bridge, .problems, .history], "this help",
      "help"),
    bind(
      .clear, "<Esc>", [.gallery], "drop a typed count, the range, the marks, the filter, the folder; stop indexing",
      nil),
    bind(.clear, "<Esc>", [.matches], "drop a typed count, the range, the marks, the filter; then back", nil),
    bind(.clear, "<Esc>", [.help], "all lines again; then back", nil),
    bind(.rescan, "R", [.gallery, .photo, .matches, .compare], "look for new, changed and gone photos", nil),
    bind(.back, "q", [.matches], "back; marks stay with the query", "back"),
    bind(.back, "q <Esc> <Tab>", [.folders], "to the photos", "photos"),
    bind(.back, "q <Esc>", [.photo, .compare, .bridge, .problems, .history], "back", "back"),
    bind(.back, "q", [.help], "back", "back"),
    bind(.back, "q <Esc> <Enter> K m", [.message], "back", "back"),
    bind(.quit, "q Q", [.gallery], "quit; what is indexed stays", "quit"),
    bind(
      .quit, "Q", [.folders, .photo, .matches, .problems, .help, .message, .compare, .bridge, .history], "quit", nil),

    bind(.redraw, "<C-l>", everywhere, "draw the screen again", nil),
    bind(.suspend, "<C-z>", everywhere, "suspend", nil),
    bind(.interrupt, "<C-c>", everywhere, "interrupt", nil),
  ]

  /// What digits do, for the help; commands of the gallery in braces.
  static let digits = [
    ("1 … 9 in a photo", "choose the face with that number, such as 1 2 for face 12"),
    ("1 … 9 in lists", "a count for the next key, such as 5 {down}"),
  ]

  /// What the mouse does, for the help.
  static let mouse = [
    ("wheel", "up and down in what is under the pointer"), ("click", "put the cursor there, select a face"),
    ("double click", "open"),
    ("drag", "mark a range; at the first and last row the list scrolls"), ("S-drag", "the terminal's own selection"),
  ]

  enum Resolution {
    case binding(Binding)
    /// The keys may become a sequence.
    case prefix
    case unbound
  }

  private static func bind(
    _ action: Action, _ keys: String, _ scopes: Set<Scope>, _ help: String, _ hint: String?,
    _ whyNot: @escaping @Sendable (State) -> String? = { _ in nil }
  ) -> Binding {
    let sequences = keys.split(separator: " ").map { sequence($0) }
    return Binding(action: action, keys: sequences, scopes: scopes, help: help, hint: hint, whyNot: whyNot)
  }

  /// A notation such as `<C-d>`, or several plain keys such as `gg`.
  private static func sequence(_ text: Substring) -> [Key] {
    if let key = try? Key(notation: text) { return [key] }
    return text.map { Key.character($0) }
  }
}

extension Binding {
  /// The keys as the help shows them: `j <Down>`.
  var notation: String {
    keys.map { $0.map(\.notation).joined() }.joined(separator: " ")
  }
}

// MARK: - Why not

private let hasPhotos: @Sendable (State) -> String? = { $0.photos.count > 0 ? nil : "no photo is shown" }
private let hasPhoto: @Sendable (State) -> String? = { $0.currentPhoto != nil ? nil : "no photo is shown" }
private let isAsked: @Sendable (State) -> String? = { state in
  guard state.isChoosing else { return "facetui pick asks for a choice, and prints it" }
  return hasPhoto(state)
}
private let hasFolders: @Sendable (State) -> String? = {
  $0.photos.tree.nodes.count > 1 ? nil : "there are no folders inside this one"
}
private let hasMarkedPhotos: @Sendable (State) -> String? = {
  $0.gallery.marks.photos.isEmpty && $0.gallery.marks.dropped.isEmpty ? "nothing is marked" : nil
}
private let hasSearch: @Sendable (State) -> String? = {
  $0.gallery.search.isEmpty ? "nothing was searched for" + ($0.key(for: .search).map { "; \($0) searches" } ?? "") : nil
}

let hasFace: @Sendable (State) -> String? = { state in
  guard let photo = state.currentPhoto, photo.faces.isEmpty else { return nil }
  switch photo.state {
  case .pending: return "this photo was not looked at yet"
  case .unreadable(let reason), .unsupported(let reason): return "this file cannot be read: \(reason)"
  default: return "no face was found in this photo"
  }
}

private let hasMatch: @Sendable (State) -> String? = { state in
  guard let matches = state.matches else { return nil }
  if matches.current != nil { return nil }
  if matches.isFiltered, !matches.all.isEmpty { return "no match is what \(matches.filter.text) asks for" }
  return matches.isRanked ? "there is no other face yet" : "the faces are being ranked"
}

private let hasLink: @Sendable (State) -> String? = { state in
  guard let screen = state.bridgeScreen, screen.bridge == nil else { return nil }
  return screen.reason ?? "the chain is being looked for"
}

private let hasIgnored: @Sendable (State) -> String? = { state in
  guard let matches = state.matches, !matches.showsIgnored, matches.ignoredCount == 0 else { return nil }
  return "no face here is ignored"
}

/// Also why the query of a match is not decided about.
private let canJudge: @Sendable (State) -> String? = { state in
  state.screens.last.map { if case .photo = $0 { true } else { false } } == true ? hasFace(state) : hasTarget(state)
}

private let hasTarget: @Sendable (State) -> String? = { state in
  guard let matches = state.topMatches else { return nil }
  return matches.current == nil ? hasMatch(state) ?? "there is no face here" : nil
}

private let hasDecision: @Sendable (State) -> String? = { state in
  guard let screen = state.historyScreen, screen.steps.isEmpty else { return nil }
  return "nothing was decided yet"
}

private let hasQueries: @Sendable (State) -> String? = { state in
  guard let matches = state.topMatches, matches.queries.count < 2 else { return nil }
  return "there is one query face; more are added in the matches"
}

private let hasMarks: @Sendable (State) -> String? = { state in
  guard let matches = state.matches else { return nil }
  return matches.marks.isEmpty && state.droppedMarks[matches.query] == nil ? "nothing is marked" : nil
}

private let hasCopies: @Sendable (State) -> String? = { state in
  guard let matches = state.matches, matches.foldable == 0, !matches.isFolded else { return nil }
  return state.survey == nil ? "which pictures are copies is not known yet" : "no picture here is a copy of another"
}

private let hasExport: @Sendable (State) -> String? = { state in
  guard let matches = state.matches, !matches.hasExport(threshold: state.threshold) else { return nil }
  if let reason = hasMatch(state) { return reason }
  let mark = state.key(for: .mark).map { "\($0) marks" }
  if matches.count(above: state.threshold) > matches.queryCount {
    return "what is above the threshold is “maybe” at most" + (mark.map { "; \($0)" } ?? "")
  }
  let canLower = (0..<matches.comparable).contains { matches.ranked.canBeSame(at: $0) }
  let lower = canLower ? state.key(for: .lowerThreshold).map { "\($0) lowers it" } : nil
  let ways = [lower, mark].compactMap(\.self).joined(separator: ", ")
  return "nothing is above the threshold" + (ways.isEmpty ? "" : "; " + ways)
}

private let canScroll: @Sendable (State) -> String? = { state in
  guard state.scope == .photo, !state.showsInfo else { return nil }
  return "there is nothing to scroll" + (state.key(for: .info).map { "; \($0) shows facts about the photo" } ?? "")
}

private let isZoomed: @Sendable (State) -> String? = { $0.photoScreen?.zoom == nil ? "the whole photo is shown" : nil }

private let hasProblem: @Sendable (State) -> String? = {
  $0.currentProblem == nil ? "there is no file that could not be read" : nil
}

private let canRetry: @Sendable (State) -> String? = {
  $0.retry == nil ? hasProblem($0) : "files are being tried again already"
}

private let hasMessage: @Sendable (State) -> String? = {
  $0.messageToRead == nil ? "there was no message yet" : nil
}
