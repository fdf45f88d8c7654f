import Library
import SystemPackage
import TerminalUI

extension State {
  /// Folders first, then files in path order.
  var problems: [Problem] {
    let folders = closedFolders.map {
      Problem(path: $0.path, reason: $0.state.reason ?? "it cannot be read", isFolder: true)
    }
    return folders
      + photos.all.compactMap { photo in
        photo.state.reason.map { Problem(path: photo.path, reason: $0, isFolder: false) }
      }
  }

  var problemCount: Int { closedFolders.count + photos.count(.unreadable) }

  private var problemsScreen: Problems? {
    get {
      if case .problems(let problems) = screens.last { problems } else { nil }
    }
    set {
      guard let newValue, case .problems = screens.last else { return }
      screens[screens.count - 1] = .problems(newValue)
    }
  }

  /// What is under the cursor of the list.
  var currentProblem: Problem? {
    guard let screen = problemsScreen, let path = screen.path else { return nil }
    return problems.first { $0.path == path }
  }

  mutating func showProblems() {
    let open = screens.lastIndex { if case .problems = $0 { true } else { false } }
    if let open { screens.removeSubrange((open + 1)...) } else { screens.append(.problems(Problems())) }
  }

  /// The cursor stays on its file, or in its place where that is gone.
  mutating func settleProblems() {
    guard var screen = problemsScreen else { return }
    let problems = problems
    if let index = screen.path.flatMap({ path in problems.firstIndex { $0.path == path } }) { screen.cursor = index }
    screen.cursor = max(0, min(screen.cursor, problems.count - 1))
    screen.path = problems.isEmpty ? nil : problems[screen.cursor].path
    screen.top = ProblemsLayout(size, count: problems.count).geometry.scroll(top: screen.top, toShow: screen.cursor)
    problemsScreen = screen
  }

  mutating func moveProblem(_ motion: Motion, count: Int?) {
    guard let screen = problemsScreen else { return }
    let geometry = ProblemsLayout(size, count: problems.count).geometry
    chooseProblem(geometry.move(screen.cursor, motion, times: count, top: screen.top))
  }

  mutating func clickProblem(at position: Position) -> Bool {
    guard let screen = problemsScreen else { return false }
    let layout = ProblemsLayout(size, count: problems.count)
    guard let index = layout.index(at: position, top: screen.top) else { return false }
    chooseProblem(index)
    return true
  }

  private mutating func chooseProblem(_ index: Int) {
    let problems = problems
    guard problems.indices.contains(index) else { return }
    problemsScreen?.cursor = index
    problemsScreen?.path = problems[index].path
  }

  // MARK: Trying again

  mutating func retryCurrent() -> [Effect] {
    guard let problem = currentProblem else { return [] }
    return problem.isFolder ? listAgain([problem.path]) : retry([problem.path])
  }

  /// Folders are read by listing anew.
  mutating func retryAll() -> [Effect] {
    let problems = problems
    let files = problems.filter { !$0.isFolder }.map(\.path)
    let folders = problems.filter(\.isFolder).map(\.path)
    let listing = folders.isEmpty ? [] : listAgain(folders)
    return listing + (files.isEmpty ? [] : retry(files))
  }

  private mutating func listAgain(_ folders: [FilePath]) -> [Effect] {
    let effects = rescan()
    guard !effects.isEmpty else { return [] }
    retriedFolders = folders
    message = Message(text: "trying \(counted(folders.count, "folder", "folders")) again")
    return effects
  }

  /// What the library says before the system's own reason.
  private static let folderReason = "the folder cannot be read: "

  /// What became of the folders that were tried again, once the listing has come.
  mutating func tellRetriedFolders() {
    let tried = retriedFolders
    retriedFolders = []
    let closed = closedFolders.filter { tried.contains($0.path) }
    if tried.count == 1, let folder = tried.first {
      let photos = photos.all.count { $0.path.starts(with: folder) }
      let outcome =
        closed.first.map { "still cannot be read: \(($0.state.reason ?? "").replacing(Self.folderReason, with: ""))" }
        ?? "can be read: \(counted(photos, "photo", "photos"))"
      message = Message(text: "\(folder.string)/ \(outcome)", isError: !closed.isEmpty)
    } else if !tried.isEmpty {
      message = Message(
        text: "\(grouped(tried.count)) folders tried again: \(grouped(tried.count - closed.count)) can be read, "
          + "\(grouped(closed.count)) cannot")
    }
  }

  /// How far it is stands in the status line.
  private mutating func retry(_ files: [FilePath]) -> [Effect] {
    retry = Retry(total: files.count)
    message = nil
    return [.lookAgain(files)]
  }

  /// How far the trying is and how it ends, for the status line; empty where nothing is tried.
  var retryProgress: String {
    guard let retry else { return retriedFolders.isEmpty ? "" : "listing folders again; Esc stops" }
    let place = "trying again: \(grouped(retry.done)) of \(grouped(retry.total))"
    return retry.isStopping ? "stopping after this file" : "\(place); Esc stops"
  }

  /// - Returns: nil where nothing is tried, or is ending already.
  mutating func stopRetry() -> [Effect]? {
    guard scope == .problems else { return nil }
    let listing = retriedFolders.isEmpty ? [] : stopIndexing()
    guard retry?.isStopping == false else { return listing.isEmpty ? nil : listing }
    retry?.isStopping = true
    return listing + [.stopLookingAgain]
  }

  mutating func take(lookedAgain photo: Photo) {
    retry?.done += 1
    if photo.state.reason == nil { retry?.read += 1 }
    let outcome = outcome(of: photo)
    retry?.last = outcome
    take(.updated(photo))
  }

  private func outcome(of photo: Photo) -> String {
    let name = photos.name(of: photo.path)
    if let reason = photo.state.reason { return "\(name) still cannot be read: \(reason)" }
    return "\(name) can be read: \(counted(photo.faces.count, "face", "faces"))"
  }

  mutating func endRetry(_ error: LibraryError?) {
    guard let ended = retry else { return }
    retry = nil
    if let error {
      message = Message(text: "trying again stopped: \(error)", isError: true)
    } else if ended.done < ended.total, ended.isStopping {
      let total = counted(ended.total, "file", "files")
      message = Message(
        text: "stopped after \(grouped(ended.done)) of \(total): \(grouped(ended.read)) can be read, "
          + "\(grouped(ended.done - ended.read)) cannot")
    } else if ended.total == 1, let last = ended.last {
      message = Message(text: last, isError: ended.read == 0)
    } else {
      let rest = ended.done - ended.read
      message = Message(
        text: "\(counted(ended.done, "file", "files")) tried again: \(grouped(ended.read)) can be read, "
          + "\(grouped(rest)) cannot")
    }
  }
}
