import Journal
import Library

/// What the user decides is written beside the drawing, in order; the screen says so once it is on the disk.
extension State {
  /// Has words written as one step.
  /// - Parameter marks: that were taken away for it.
  mutating func decide(_ words: [FaceDecision], marks: MarkedFaces? = nil) -> [Effect] {
    guard !words.isEmpty else { return [] }
    decisionWork.requests += 1
    let request = DecisionRequest(words, number: decisionWork.requests)
    decisionWork.pending.append(.init(request: request, marks: marks))
    return [.decide(request)]
  }

  mutating func take(_ result: Result<KnownDecisions, LibraryError>, of request: DecisionRequest) -> [Effect] {
    let marks = decisionWork.pending.first { $0.request == request }?.marks
    decisionWork.pending.removeAll { $0.request == request }
    switch result {
    case .success(let decisions):
      know(decisions)
      markSurveyStale()
      tellKept(request)
      return takeJudgement(request, isKept: true)
    case .failure(let error):
      if let marks { bringBack(marks) }
      message = Message(text: Self.nothingKept(error), isError: true)
      return takeJudgement(request, isKept: false)
    }
  }

  /// The reason alone where it says that nothing was kept itself.
  private static func nothingKept(_ error: LibraryError) -> String {
    let text = error.description
    return text.contains("nothing was ") ? text : "nothing was kept: \(text)"
  }

  mutating func bringBack(_ marked: MarkedFaces) {
    for index in screens.indices {
      guard case .matches(var matches) = screens[index], matches.query == marked.query else { continue }
      matches.marks.formUnion(marked.faces)
      screens[index] = .matches(matches)
    }
    marks[marked.query, default: []].formUnion(marked.faces)
  }

  // MARK: - History

  mutating func take(_ result: Result<HistoryOutcome, LibraryError>, of step: HistoryStep) {
    switch result {
    case .success(let outcome):
      know(outcome.decisions)
      if !outcome.undone.isEmpty || !outcome.redone.isEmpty { markSurveyStale() }
      tell(outcome, of: step)
    case .failure(let error): message = Message(text: "nothing was changed: \(error)", isError: true)
    }
  }

  // MARK: - Read

  mutating func take(_ result: Result<KnownDecisions, LibraryError>) {
    decisionWork.isReading = false
    switch result {
    case .success(let read):
      let isOther = read.journal.latest != decisions?.journal.latest
      know(read)
      decisionWork.failure = nil
      if isOther { markSurveyStale() }
    case .failure(let error):
      let text = "what you decided is not shown: \(error)"
      if decisionWork.failure != text { message = Message(text: text, isError: true) }
      decisionWork.failure = text
    }
  }

  /// Photos that were edited or turned were searched for.
  /// - Parameter decisions: nil where none was found.
  mutating func take(found decisions: KnownDecisions?) {
    decisionWork.isSearching = false
    guard let decisions else { return }
    know(decisions)
    markSurveyStale()
  }

  /// The only place where what is known changes.
  private mutating func know(_ decisions: KnownDecisions) {
    self.decisions = decisions
    leaveOutDecided()
  }

  /// Whom the user has called somebody else, and who is of no interest, is in no list of matches.
  mutating func leaveOutDecided() {
    guard let faces = decisions?.faces else { return }
    for index in screens.indices {
      guard case .matches(var matches) = screens[index] else { continue }
      let strangers = faces.strangers(to: matches.queries.map(\.face))
      matches.leaveOut(strangers: strangers, ignored: faces.ignored, photos)
      screens[index] = .matches(matches)
    }
  }

  /// At most one reading is under way. Photos that wait are searched for once all are looked at.
  mutating func decisionsToRead() -> [Effect] {
    if decisionWork.isStale, !decisionWork.isReading, !photos.all.isEmpty {
      (decisionWork.isStale, decisionWork.isReading) = (false, true)
      return [.readDecisions]
    }
    guard decisionWork.isSearchDue, !decisionWork.isReading, !decisionWork.isSearching, let decisions else { return [] }
    decisionWork.isSearchDue = false
    guard decisions.waiting > 0 else { return [] }
    decisionWork.isSearching = true
    return [.searchDecidedPhotos]
  }
}
