import Odds

/// What all photos of a folder tell together, for a screen that cannot wait for it.
public struct FolderSurvey: Sendable {
  public let odds: MatchOdds
  public let copies: FaceCopies
  /// The names of people, in the order of the alphabet; those who are hidden come, too.
  public let people: [String]

  public init(odds: MatchOdds, copies: FaceCopies = FaceCopies(), people: [String] = []) {
    (self.odds, self.copies, self.people) = (odds, copies, people)
  }
}

extension PhotoLibrary {
  /// Takes some seconds for 100,000 faces.
  /// - Parameter decided: what the user said of the faces.
  public func survey(_ decided: DecidedFaces? = nil) -> FolderSurvey {
    let pairs = decided.map { DecidedPairs($0) }
    let copies = FaceCopies(copies())
    return FolderSurvey(
      odds: odds(apart: pairs?.apart ?? [], together: pairs?.together ?? [], copies: copies), copies: copies,
      people: decided?.people.people.map(\.name.text).sorted() ?? [])
  }
}
