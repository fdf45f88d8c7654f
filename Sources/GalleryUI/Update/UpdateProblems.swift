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
    return problem.isFolder ? rescan() : retry([problem.path])
  }

  /// Folders are read by listing anew.
  mutating func retryAll() -> [Effect] {
    let problems = problems
    let files = problems.filter { !$0.isFolder }.map(\.path)
    let listing = problems.contains(where: \.isFolder) ? rescan() : []
    return listing + (files.isEmpty ? [] : retry(files))
  }

  private mutating func retry(_ files: [FilePath]) -> [Effect] {
    retry = Retry(total: files.count)
    message = Message(text: "trying \(counted(files.count, "file", "files")) again")
    return [.lookAgain(files)]
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
