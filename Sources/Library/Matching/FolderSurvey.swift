import Odds

/// What all photos of a folder tell together, for a screen that cannot wait for it.
public struct FolderSurvey: Sendable {
  public let odds: MatchOdds

  public init(odds: MatchOdds) { self.odds = odds }
}

extension PhotoLibrary {
  /// Takes a second for 100,000 faces.
  /// - Parameter decided: what the user said of the faces.
  public func survey(_ decided: DecidedFaces? = nil) -> FolderSurvey {
    let pairs = decided.map { DecidedPairs($0) }
    return FolderSurvey(odds: odds(apart: pairs?.apart ?? [], together: pairs?.together ?? []))
  }
}
