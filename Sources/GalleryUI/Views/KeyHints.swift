import TerminalUI

/// The keys that the last line tells: what can be done on this screen, the most useful first.
enum KeyHints {
  typealias Hint = (key: String, hint: String)

  static func draw(_ state: State, on grid: inout Grid) {
    let (row, end) = (grid.size.rows - 1, grid.size.columns - 2)
    let all = prompted(state) ?? pending(state) ?? hints(state)
    let gap = all.reduce(2) { $0 + length($1, gap: 3) } - 3 <= end ? 3 : 2
    var column = 2
    for (key, hint) in fitting(all, to: end - column, gap: gap) {
      column = grid.put(key, column: column, row: row, style: state.theme.title) + 1
      column = grid.put(hint, column: column, row: row, style: state.theme.quiet) + gap
    }
  }

  private static func length(_ hint: Hint, gap: Int) -> Int { columns(of: hint.key) + 1 + columns(of: hint.hint) + gap }

  /// As many as have room in a line: the last two, which are help and the way out, before the others.
  private static func fitting(_ hints: [Hint], to width: Int, gap: Int) -> [Hint] {
    let last = hints.suffix(2)
    var left = last.reduce(width + gap) { $0 - length($1, gap: gap) }
    guard left >= 0 else { return last.suffix(1).filter { length($0, gap: gap) <= width + gap } }
    let first = hints.dropLast(2).filter {
      guard length($0, gap: gap) <= left else { return false }
      left -= length($0, gap: gap)
      return true
    }
    return Array(first + last)
  }

  /// What a prompt waits for; nil where there is none.
  private static func prompted(_ state: State) -> [Hint]? {
    switch state.prompt?.purpose {
    case .overwrite: [("y", "replace"), ("n", "keep")]
    case .gallery(let prompt): prompt.hints
    case .decision(let prompt): prompt.hints
    case .stopIndexing: [("y", "stop"), ("n", "go on")]
    case .command: [("Enter", "do it"), ("Tab", "complete"), ("Up", "earlier"), ("Esc", "cancel")]
    case .export: [("Tab", "complete"), ("Enter", "go"), ("Esc", "cancel")]
    case .search, .helpFilter: [("Enter", "go"), ("Esc", "cancel")]
    case nil: nil
    }
  }

  /// What the next key would do after those typed so far; nil where none was typed, or nothing is to be told.
  private static func pending(_ state: State) -> [Hint]? {
    let typed = state.input.pending
    guard !typed.isEmpty else { return nil }
    let hints = state.keymap.bindings(in: state.scope).flatMap { binding in
      binding.keys.filter { $0.starts(with: typed) && $0.count > typed.count }.compactMap { keys in
        binding.hint.map { (keys.dropFirst(typed.count).map(\.notation).joined(), $0) }
      }
    }
    return hints.isEmpty ? nil : hints + [("Esc", "cancel")]
  }

  // MARK: - Of a screen

  /// In the order of `order`, help and the way out last.
  static func hints(_ state: State) -> [Hint] {
    let bindings = state.keymap.bindings(in: state.scope).filter {
      !$0.keys.isEmpty && $0.whyNot(state) == nil && isUseful($0.action, state)
    }
    func rank(_ action: Action) -> Int {
      if last.contains(action) { return 1000 }
      return order[state.scope]?.firstIndex(of: action) ?? 100
    }
    let ranked = bindings.enumerated().sorted {
      (rank($0.element.action), $0.offset) < (rank($1.element.action), $1.offset)
    }
    var hints = ranked.compactMap { hint(of: $0.element, state) }
    if state.compare?.blink != nil { hints.insert(("any key", "ends blinking"), at: 0) }
    if let faces = facesHint(state) { hints.insert(faces, at: min(2, hints.count)) }
    if let choice = state.choiceHint { hints.insert(choice, at: 0) }
    return hints
  }

  private static let last: Set<Action> = [.help, .back, .quit]

  /// What is not here comes after, as the table has it.
  private static let order: [Scope: [Action]] = [
    .gallery: [
      .open, .search, .filter, .mark, .folders, .order, .toggleTiles, .export, .problems, .larger, .smaller,
    ],
    .photo: [.query, .nextFace, .confirm, .refuse, .name, .zoom, .info, .larger, .smaller, .nextPhoto, .openOutside],
    .matches: [
      .open, .confirm, .refuse, .compare, .mark, .toggleTiles, .name, .queryMatch, .export, .addQuery, .lowerThreshold,
      .cut(.balanced), .group,
      .removeQuery, .combine, .samePhoto, .larger, .smaller,
    ],
    .history: [.jumpTo, .undo, .redo],
    .bridge: [.acceptLink, .cutLink, .open],
    .compare: [.compareNext, .confirm, .refuse, .comparePrevious, .blink, .open, .compareQuery, .cut(.balanced)],
  ]

  /// Whether an action that is possible does something here.
  private static func isUseful(_ action: Action, _ state: State) -> Bool {
    let isZoomed = state.photoScreen?.zoom != nil
    switch action {
    case .nextFace: return (state.currentPhoto?.faces.count ?? 0) > 1
    case .nextPhoto: return !isZoomed
    case .blink: return state.compare?.blink == nil
    case .larger, .smaller: return state.scope == .photo ? isZoomed : state.scope != .gallery || state.photos.count > 0
    case .search, .order, .toggleTiles: return state.scope != .gallery || state.photos.count > 0
    case .filter: return !state.photos.all.isEmpty
    case .problems: return state.problemCount > 0
    // Both keys are one hint, which a band above the list tells already.
    case .raiseThreshold: return state.key(for: .lowerThreshold) == nil
    case .lowerThreshold: return state.matches.map { MatchesLayout(state, $0).band == nil } ?? true
    case .removeQuery, .combine: return (state.matches?.queries.count ?? 0) > 1
    // Without a query there is nobody to say yes or no to, but by the name that the face has.
    case .confirm: return state.soughtMatches != nil
    case .refuse:
      return state.soughtMatches != nil || state.photoScreen.flatMap { state.nameText(selectedIn: $0) } != nil
    // After the key that opens their choice.
    case .cut(let choice): return choice == .balanced
    case .samePhoto: return state.matches.map { $0.firstOfSamePhoto != nil || $0.countsSamePhoto } ?? false
    default: return true
    }
  }

  private static func hint(of binding: Binding, _ state: State) -> Hint? {
    let key = binding.shortNotation
    switch binding.action {
    case .lowerThreshold:
      guard let raise = state.key(for: .raiseThreshold) else { return binding.hint.map { (key, $0) } }
      return ("\(key) \(raise)", "threshold")
    case .confirm: return (key, soughtName(state) ?? "same")
    case .refuse: return (key, soughtName(state).map { "not \($0)" } ?? "other")
    case .undo where state.scope == .history: return (key, "take back")
    case .redo where state.scope == .history: return (key, "bring back")
    case .cut: return (binding.keys.first?.first?.notation ?? key, "cut by odds")
    case .toggleTiles where state.scope == .gallery: return (key, state.gallery.asList ? "tiles" : "list")
    case .toggleTiles: return (key, state.matches?.asTiles == true ? "rows" : "tiles")
    case .info: return (key, state.showsInfo ? "hide facts" : "facts")
    case .zoom: return (key, state.photoScreen?.zoom == nil ? "zoom" : "whole photo")
    default: return binding.hint.map { (key, $0) }
    }
  }

  private static func soughtName(_ state: State) -> String? {
    state.soughtMatches.flatMap { state.sought($0).name }.map { shortened($0.text, to: 12) }
  }

  /// Digits choose among several faces.
  private static func facesHint(_ state: State) -> Hint? {
    guard state.scope == .photo, let count = state.currentPhoto?.faces.count, count > 1 else { return nil }
    return ("1–\(count)", "choose a face")
  }
}

extension Binding {
  /// The first of its keys, without brackets.
  var shortNotation: String {
    let notation = (keys.first ?? []).map(\.notation).joined()
    guard notation.count > 2, notation.hasPrefix("<") else { return notation }
    return String(notation.dropFirst().dropLast())
  }
}
