import Library

/// What the folder tells as a whole is found out beside the drawing, once it is read and when it has changed.
extension State {
  mutating func take(_ survey: FolderSurvey) {
    self.survey = survey
    isSurveying = false
  }

  /// Faces, or what is decided about them, are others than the survey knows.
  mutating func markSurveyStale() { isSurveyStale = true }

  /// At most one is under way. While photos are looked at, what was known before is enough.
  mutating func surveyToAsk() -> [Effect] {
    guard isSurveyStale, !isSurveying, photos.faceCount > 0, indexing == .finished || survey == nil && !isIndexingAnew
    else { return [] }
    (isSurveyStale, isSurveying) = (false, true)
    return [.survey]
  }

  /// Whether faces are being found: then there are more to come.
  private var isIndexingAnew: Bool { indexing == .running && photos.count(.pending) > 0 }
}
