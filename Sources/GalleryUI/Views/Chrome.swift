import Library
import TerminalUI

/// What surrounds every screen: title, progress, status and keys.
enum Chrome {
  static let smallest = Size(columns: 40, rows: 10)

  /// The part that belongs to the screen's own view.
  static func body(_ size: Size) -> Rect {
    Rect(column: 0, row: 2, columns: size.columns, rows: size.rows - 4)
  }

  static func draw(_ state: State, on grid: inout Grid) {
    drawTitle(state, on: &grid)
    drawProgress(state, on: &grid)
    drawStatus(state, on: &grid)
    drawKeys(state, on: &grid)
  }

  static func drawTooSmall(_ state: State, on grid: inout Grid) {
    let key = state.key(for: .quit) ?? "C-c"
    let texts = [
      "This window has \(state.size.columns)×\(state.size.rows) cells; "
        + "facetui needs \(smallest.columns)×\(smallest.rows).",
      "Make it larger, or press \(key) to quit.",
    ]
    grid.putCentred(texts, in: grid.bounds)
  }

  private static func drawTitle(_ state: State, on grid: inout Grid) {
    let end = grid.size.columns - 2
    let column = grid.put("facetui", column: 2, row: 0, style: state.theme.title) + 2
    let (name, counts) = trailAndCounts(state, to: end - column - folderLeast)
    let nameRoom = name.isEmpty ? 0 : columns(of: name) + 3
    grid.putRight(counts, endColumn: end, row: 0)
    let room = end - columns(of: counts) - (counts.isEmpty ? 0 : 3) - column
    let isNamed = !name.isEmpty && room - nameRoom >= folderLeast
    let folderRoom = isNamed ? room - nameRoom : room
    let next = grid.put(shortened(state.title, to: folderRoom, middle: true), column: column, row: 0)
    guard isNamed else { return }
    let after = grid.put(" › ", column: next, row: 0, style: state.theme.quiet)
    grid.put(name, column: after, row: 0, style: state.theme.strong, columns: max(0, column + room - after))
  }

  /// The most that can be said of what is shown, then of the counts; a long filter is cut before it is left out.
  private static func trailAndCounts(_ state: State, to width: Int) -> (trail: String, counts: String) {
    let counts = counts(state) + [""]
    for longest in [Int.max, 60, 40, 24, 12, 6] {
      let name = trail(state, longest: longest)
      let room = width - (name.isEmpty ? 0 : columns(of: name) + 3)
      if let fitting = counts.first(where: { ($0.isEmpty ? 0 : columns(of: $0) + 3) <= room }) {
        return (name, fitting)
      }
    }
    return (trail(state, longest: 6), "")
  }

  /// Columns for the folder that what stands beside it has to leave.
  private static let folderLeast = 8

  /// What the folder holds, from all that can be said to what fits beside a long name.
  private static func counts(_ state: State) -> [String] {
    if let files = state.filesToRead { return [counted(files, "file", "files")] }
    let photos = counted(state.photos.all.count, "photo", "photos")
    let all = "\(photos) · \(counted(state.photos.faceCount, "face", "faces"))"
    return (state.isCorrected ? ["corrected · " + all] : []) + [all, photos]
  }

  /// - Parameter longest: columns of a folder or a filter.
  private static func trail(_ state: State, longest: Int) -> String {
    switch state.screens.last {
    case nil: state.galleryTrail(longest: longest)
    case .photo: "photo" + placeUnderPhoto(state)
    case .matches(let matches): matches.trail(of: state.sought(matches).name?.text, longest: longest)
    case .problems: "problems: \(grouped(state.problemCount))"
    case .help: "help"
    case .compare: "compare"
    case .bridge: "bridge"
    case .history: "history"
    }
  }

  /// Where the photo stands in what `h` and `l` go through.
  private static func placeUnderPhoto(_ state: State) -> String {
    if let index = state.matchesUnderPhoto, case .matches(let matches) = state.screens[index] {
      return matches.ranked.isEmpty ? "" : " of " + matches.placeSentence
    }
    return state.photos.count > 0 ? " " + place(state.gallery.cursor, of: state.photos.count) : ""
  }

  /// "57 of 3,000"
  private static func place(_ index: Int, of count: Int) -> String { "\(grouped(index + 1)) of \(grouped(count))" }

  // MARK: Progress

  private static func drawProgress(_ state: State, on grid: inout Grid) {
    let (column, end) = (2, grid.size.columns - 2)
    guard state.indexing != .finished || state.photos.count(.pending) > 0 else {
      grid.put(String(repeating: "─", count: end - column), column: column, row: 1, style: state.theme.quiet)
      return
    }
    let text = progressText(state)
    let barEnd = end - columns(of: text) - 2
    let progress = state.photoProgress
    if progress.total > 0, state.indexing != .listing, barEnd - column >= 8 {
      drawBar(Double(progress.done) / Double(progress.total), column, barEnd, state.theme, on: &grid)
      grid.putRight(text, endColumn: end, row: 1)
    } else {
      grid.put(shortened(text, to: end - column), column: column, row: 1)
    }
  }

  private static func progressText(_ state: State) -> String {
    switch state.indexing {
    case .listing where state.filesToRead != nil: "reading what is known …"
    case .listing: "looking for photos …"
    case .running where state.progress.total > 0: state.photoProgress.sentence
    case .running: "indexing …"
    case .finished:
      "\(counted(state.photos.count(.pending), "photo was", "photos were")) not looked at"
        + (state.key(for: .rescan).map { "; \($0) goes on" } ?? "")
    }
  }

  /// A bar in eighths of a cell.
  private static func drawBar(_ part: Double, _ column: Int, _ end: Int, _ theme: Theme, on grid: inout Grid) {
    let eighths = Int((min(1, max(0, part)) * Double((end - column) * 8)).rounded(.down))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let filled = grid.put(
      String(repeating: "█", count: eighths / 8) + partial, column: column, row: 1, style: theme.edge)
    grid.put(String(repeating: "·", count: max(0, end - filled)), column: filled, row: 1, style: theme.quiet)
  }

  // MARK: Status and keys

  private static func drawStatus(_ state: State, on grid: inout Grid) {
    let row = grid.size.rows - 2
    if let prompt = state.prompt { return drawPrompt(prompt, state, on: &grid) }
    var end = grid.size.columns - 2
    let parts = statusEnd(state).filter { !$0.0.isEmpty }
    let room = parts.reduce(end - 2) { $0 - columns(of: $1.0) - 2 }
    if let message = state.message, columns(of: message.text) > room {
      return put(message, state, row: row, end: end, on: &grid)
    }
    for (text, style) in parts {
      grid.putRight(text, endColumn: end, row: row, style: style)
      end -= columns(of: text) + 2
    }
    if let message = state.message {
      put(message, state, row: row, end: end, on: &grid)
    } else {
      let hint = cutStatus(state) != nil && state.currentReason != nil ? fullHint(state) : nil
      let room = end - 2 - (hint.map { columns(of: $0) + 2 } ?? 0)
      grid.put(shortened(statusText(state), to: room), column: 2, row: row)
      if let hint { grid.putRight(hint, endColumn: end, row: row, style: state.theme.title) }
    }
  }

  /// What the status line says, where it has no room for all of it.
  static func cutStatus(_ state: State) -> String? {
    guard state.message == nil else { return nil }
    let room = statusEnd(state).filter { !$0.0.isEmpty }.reduce(state.size.columns - 4) { $0 - columns(of: $1.0) - 2 }
    let text = statusText(state, isWhole: true)
    return columns(of: text) > room ? text : nil
  }

  /// How to read all of a line that is cut off; nil where no key does.
  private static func fullHint(_ state: State) -> String? {
    state.prompt == nil && state.messageBox == nil ? state.key(for: .message).map { "\($0): all" } : nil
  }

  private static func put(_ message: Message, _ state: State, row: Int, end: Int, on grid: inout Grid) {
    let style = message.isError ? state.theme.error : state.theme.strong
    let hint = fullHint(state).flatMap { isWorth($0, beside: message.text, columns: end - 2) ? $0 : nil }
    let room = end - 2 - (hint.map { columns(of: $0) + 2 } ?? 0)
    grid.put(shortenedSentence(message.text, to: room), column: 2, row: row, style: style)
    if let hint { grid.putRight(hint, endColumn: end, row: row, style: state.theme.title) }
  }

  /// Whether a message is cut off, and the hint does not take the end of its sentence away, where only a path in it
  /// would have lost its beginning.
  private static func isWorth(_ hint: String, beside message: String, columns width: Int) -> Bool {
    guard columns(of: message) > width else { return false }
    return shortenedSentence(message, to: width).hasSuffix("…")
      || !shortenedSentence(message, to: width - columns(of: hint) - 2).hasSuffix("…")
  }

  /// From the right end to the left: the place in the list, what came above it, the keys typed so far.
  private static func statusEnd(_ state: State) -> [(String, Style)] {
    let typed = (state.input.count.map(String.init) ?? "") + state.input.pending.map(\.notation).joined()
    var parts = [(typed, state.theme.strong)]
    switch state.screens.last {
    case nil where state.photos.count > 0 && state.filesToRead == nil:
      parts.insert((state.marksSentence ?? "", state.theme.mark), at: 0)
      parts.insert((place(state.gallery.cursor, of: state.photos.count), state.theme.quiet), at: 0)
    case .problems(let problems) where state.problemCount > 0:
      parts.insert((state.retryProgress, state.theme.title), at: 0)
      parts.insert((place(problems.cursor, of: state.problemCount), state.theme.quiet), at: 0)
    case .matches(let matches) where !matches.ranked.isEmpty:
      let unseen = matches.announced(state.thresholds, cut: state.threshold)
      parts.insert((unseen == 0 ? "" : "\(grouped(unseen)) new ↑", state.theme.title), at: 0)
      parts.insert((matches.placeSentence, state.theme.quiet), at: 0)
    case .compare:
      guard let matches = state.topMatches, !matches.ranked.isEmpty else { break }
      parts.insert((matches.placeSentence, state.theme.quiet), at: 0)
    case .bridge(let screen):
      guard let links = screen.bridge?.scores.count else { break }
      parts.insert(("link \(place(screen.cursor, of: links))", state.theme.quiet), at: 0)
    case .history(let screen) where !screen.steps.isEmpty:
      parts.insert((place(screen.cursor, of: screen.steps.count), state.theme.quiet), at: 0)
    default: break
    }
    return parts
  }

  /// - Parameter isWhole: whether a long path is told in full.
  private static func statusText(_ state: State, isWhole: Bool = false) -> String {
    state.lookupSentence ?? screenText(state, isWhole: isWhole)
  }

  private static func screenText(_ state: State, isWhole: Bool) -> String {
    switch state.screens.last {
    case nil: state.photos.count > 0 ? describe(state.photos[state.gallery.cursor], isWhole: isWhole) : ""
    case .photo(let screen):
      ([state.nameText(selectedIn: screen)].compactMap(\.self)
        + [state.photos[screen.path].map { describe($0, selected: screen.selected, isWhole: isWhole) } ?? ""]
        + state.scoreForms(selectedIn: screen).prefix(1))
        .joined(separator: "  ·  ")
    case .matches(let matches): matchesText(state, matches)
    case .problems: ProblemsView.statusText(state)
    case .help: ""
    case .bridge(let screen): BridgeView.statusText(state, screen)
    case .history(let screen): HistoryView.statusText(screen)
    case .compare: state.topMatches?.current.flatMap { state.photos[$0.photo] }.map { describe($0) } ?? ""
    }
  }

  private static func matchesText(_ state: State, _ matches: Matches) -> String {
    let marked = matches.marksSentence.map { " · " + $0 } ?? ""
    let same = matches.same(above: state.threshold)
    let confirmed = state.confirmedCount(matches).map { " · \(grouped($0)) confirmed" } ?? ""
    return "\(grouped(same)) of \(matches.othersSentence) the same person at \(decimals(state.threshold))" + confirmed
      + marked
  }

  /// One line about a photo.
  static func describe(_ photo: Photo, selected: Int? = nil, isWhole: Bool = false) -> String {
    var parts = [photo.path.string]
    if photo.width > 0 { parts.append("\(photo.width) × \(photo.height)") }
    if let captured = photo.captured { parts.append(String(captured.prefix(16))) }
    switch photo.state {
    case .indexed: parts.append(selected.map { "face " + place($0, of: photo.faces.count) } ?? faces(photo))
    case .noFace: parts.append("no face found")
    case .pending: parts.append("not looked at yet")
    case .unreadable(let reason): parts.append("✗ cannot be read: \(reason)")
    case .unsupported(let reason): parts.append("✗ not supported: \(reason)")
    }
    if photo.isAway { parts.append("away") }
    if let warning = photo.warning { parts.append("! \(warning)") }
    // A long path must not push the reason out of the line.
    if !isWhole, photo.state.reason ?? photo.warning != nil { parts[0] = shortenedAtStart(parts[0], to: 24) }
    return parts.joined(separator: "  ·  ")
  }

  private static func faces(_ photo: Photo) -> String { counted(photo.faces.count, "face", "faces") }

  private static func drawPrompt(_ prompt: Prompt, _ state: State, on grid: inout Grid) {
    let row = grid.size.rows - 2
    let end = grid.size.columns - 2
    // How many photos are left changes while one is asked.
    let question = prompt.purpose == .stopIndexing ? state.stopQuestion : prompt.label
    let label = shortened(question, to: end - 12)
    let column = grid.put(label, column: 2, row: row, style: state.theme.title) + 1
    if prompt.isQuestion { return }
    let before = String(prompt.text[..<prompt.cursor])
    let skip = max(0, columns(of: before) - (end - column - 1))
    let visible = String(prompt.text.dropFirst(min(skip, prompt.cursor)))
    grid.put(visible, column: column, row: row, columns: end - column)
    let cursor = column + columns(of: before) - skip
    grid.restyle(Rect(column: cursor, row: row, columns: 1, rows: 1)) { $0.reverse = true }
  }

  private static func drawKeys(_ state: State, on grid: inout Grid) {
    let (row, end) = (grid.size.rows - 1, grid.size.columns - 2)
    if state.prompt != nil, let message = state.message, !PromptMessage.isLong(message, grid.size) {
      return put(message, state, row: row, end: end, on: &grid)
    }
    KeyHints.draw(state, on: &grid)
  }
}
