/// What happens while a library is brought up to date.
public enum IndexEvent: Sendable, Equatable {
  /// What the listing left out by itself.
  case leftOut(LeftOut)
  /// The folder's files as they are now, in path order; what the cache knows is filled in.
  case listed([Photo])
  /// A watched folder has changed; its files as they are now.
  case changed([Photo], LibraryChange)
  /// What of a watched folder may change unnoticed.
  case watching(WatchGap)
  /// Places whose photos cannot be reached at present.
  case away([AwayFolder])
  /// One file reached its final state.
  case updated(Photo)
  case progress(IndexProgress)
  /// The end: every file of the folder is in a final state.
  case finished(IndexProgress)
  /// The end, because the folder, the cache or the networks do not work; what was done stays.
  case failed(LibraryError)
}

public struct IndexProgress: Sendable, Equatable {
  /// Files in the folder.
  public var total = 0
  /// Files in a final state.
  public var done = 0
  /// Files that the networks saw in this run, per second (over the last few seconds).
  public var rate = 0.0
  /// Seconds; nil while unknown.
  public var remaining: Double?

  public init(total: Int = 0, done: Int = 0, rate: Double = 0, remaining: Double? = nil) {
    self.total = total
    self.done = done
    self.rate = rate
    self.remaining = remaining
  }
}
