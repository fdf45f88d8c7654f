import Library

/// What the folder tells as a whole is found out beside the drawing, once it is read and when it has changed.
extension State {
  mutating func take(_ survey: FolderSurvey) {
    self.survey = survey
    isSurveying = false
    for index in screens.indices {
      guard case .matches(var matches) = screens[index] else { continue }
      matches.take(survey.copies, photos)
      screens[index] = .matches(matches)
    }
  }

  mutating func toggleFolding() {
    guard var matches else { return }
    matches.toggleFolding(photos)
    self.matches = matches
    let copies = counted(matches.foldable, "copy", "copies")
    message = Message(
      text: matches.isFolded ? "\(copies) of shown pictures folded away" : "all files shown, copies, too")
  }

  /// Faces, or what is decided about them, are others than the survey knows.
  mutating func markSurveyStale() { isSurveyStale = true }

  /// At most one is under way. While photos are looked at, what was known before is enough.
  mutating func surveyToAsk() -> [Effect] {
    guard isSurveyStale, !isSurveying, photos.faceCount > 0,
      indexing == .finished || survey == nil && !isFindingFaces && photos.count(.pending) == 0
    else { return [] }
    (isSurveyStale, isSurveying) = (false, true)
    return [.survey]
  }
}
