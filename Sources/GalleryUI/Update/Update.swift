import Library
import TerminalUI

/// The next state after an event, and what the program has to do.
public func update(_ state: inout State, _ event: Event) -> [Effect] {
  var effects: [Effect] = []
  switch event {
  case .key(let key): effects = state.take(key)
  case .glimpsed(let glimpse): state.take(glimpse)
  case .library(let event):
    state.take(event)
    switch event {
    case .listed, .changed: effects = [.tellApart(state.photos.all.map(\.path))]
    default: break
    }
  case .toldApart(let names): state.photos.distinctNames = names
  case .ranked(let query, let matches): state.take(matches, for: query)
  case .exported(let request, let outcome): state.take(outcome, of: request)
  case .exportedPhotos(let export, let outcome): state.take(outcome, of: export)
  case .paused(let number): state.takePause(after: number)
  case .blinked(let number): effects = state.takeBlink(number)
  case .scrolled(let number): effects = state.takeScroll(number)
  case .listedFiles(let beginning, let files): state.complete(beginning, with: files)
  case .restyled(let style, let theme): (state.pictureStyle, state.theme) = (style ?? state.pictureStyle, theme)
  case .details(let path, let stamp, let result): state.take(result, of: path, stamp)
  case .lookedUp(let lookup, let outcome): state.take(outcome, of: lookup)
  case .lookedAgain(let photo): state.take(lookedAgain: photo)
  case .lookAgainEnded(let error): state.endRetry(error)
  case .surveyed(let survey): state.take(survey)
  case .bridged(let question, let result): state.take(result, of: question)
  case .decided(let request, let result): effects = state.take(result, of: request)
  case .wentThroughHistory(let step, let result): state.take(result, of: step)
  case .decisionsRead(let result): state.take(result)
  case .decidedPhotosSearched(_, let decisions): state.take(found: decisions)
  case .failed(let reason): state.message = Message(text: reason, isError: true)
  case .told(let sentence): state.message = Message(text: sentence)
  }
  state.finishLookup()
  state.settle()
  return effects + state.rankingsToAsk() + state.photosToPrioritise() + state.detailsToRead()
    + state.surveyToAsk() + state.decisionsToRead()
}

extension State {
  var currentPhoto: Photo? {
    switch screens.last(where: { if case .help = $0 { false } else { true } }) {
    case .photo(let screen): photos[screen.path]
    case .problems(let problems): problems.path.flatMap { photos[$0] }
    case .matches(let matches): matches.current.flatMap { photos[$0.photo] }
    case .compare: topMatches?.current.flatMap { photos[$0.photo] }
    case .bridge: bridgePhoto?.photo
    default: photos.count > gallery.cursor ? photos[gallery.cursor] : nil
    }
  }

  /// What is wrong with the file under the cursor.
  var currentReason: String? { currentProblem?.reason ?? currentPhoto.flatMap { $0.state.reason ?? $0.warning } }

  /// The matches screen where it is uppermost.
  var matches: Matches? {
    get {
      if case .matches(let matches) = screens.last { matches } else { nil }
    }
    set {
      guard let newValue, case .matches = screens.last else { return }
      screens[screens.count - 1] = .matches(newValue)
    }
  }

  /// The photo screen where it is uppermost.
  var photoScreen: PhotoScreen? {
    get {
      if case .photo(let screen) = screens.last { screen } else { nil }
    }
    set {
      guard let newValue, case .photo = screens.last else { return }
      screens[screens.count - 1] = .photo(newValue)
    }
  }

  /// Keeps cursors inside their lists and on the screen, whatever has changed.
  mutating func settle() {
    gallery.cursor = max(0, min(gallery.cursor, photos.count - 1))
    gallery.top = GalleryLayout(self).geometry.scroll(top: gallery.top, toShow: gallery.cursor)
    settleFolders()
    if var matches = topMatches {
      let geometry = MatchesLayout(self, matches).geometry
      matches.top = geometry.scroll(top: matches.top, toShow: matches.place(of: matches.cursor))
      matches.see(from: geometry.visiblePlaces(top: matches.top).lowerBound)
      marks[matches.query] = matches.marks
      topMatches = matches
    }
    if var screen = photoScreen {
      let count = photos[screen.path]?.faces.count ?? 0
      if let selected = screen.selected, selected >= count { screen.selected = count > 0 ? count - 1 : nil }
      if screen.selected == nil, count > 0, let photo = photos[screen.path] { screen = PhotoScreen(photo: photo) }
      photoScreen = screen
      settleInfo()
    }
    settleProblems()
    settleBridge()
    settleHistory()
    settleMessageBox()
    if case .help(var help) = screens.last {
      let geometry = HelpLayout(keymap, help, size).geometry
      help.top = max(0, min(help.top, geometry.count - geometry.visibleRows))
      screens[screens.count - 1] = .help(help)
    }
  }

  /// The open photo, then what the gallery shows, whenever these become others.
  fileprivate mutating func photosToPrioritise() -> [Effect] {
    guard photos.count(.pending) > 0 else { return [] }
    let visible = GalleryLayout(self).visible(top: gallery.top).map { photos[$0].path }
    let wanted = (photoScreen.map { [$0.path] } ?? []) + visible
    guard wanted != prioritised else { return [] }
    prioritised = wanted
    return [.prioritise(wanted)]
  }
}
