import Library
import SystemPackage

extension State {
  /// Files have new names; what is open or marked stays so.
  /// - Parameter moved: the old paths by the new ones.
  /// - Returns: the present path for one from before.
  mutating func followMoves(_ moved: [FilePath: FilePath]) -> (FilePath) -> FilePath {
    guard !moved.isEmpty else { return { $0 } }
    let new = Dictionary(moved.map { ($1, $0) }) { first, _ in first }
    let follow = { (path: FilePath) in new[path] ?? path }
    gallery.marks.photos = Set(gallery.marks.photos.map(follow))
    gallery.marks.dropped = Set(gallery.marks.dropped.map(follow))
    gallery.marks.anchor = gallery.marks.anchor.map(follow)
    for index in screens.indices {
      switch screens[index] {
      case .photo(var screen):
        screen.path = follow(screen.path)
        screens[index] = .photo(screen)
      case .matches(var matches):
        matches.rename(follow)
        screens[index] = .matches(matches)
      case .problems(var problems):
        problems.path = problems.path.map(follow)
        screens[index] = .problems(problems)
      case .bridge(var screen):
        screen.bridge = screen.bridge?.renamed(follow)
        screens[index] = .bridge(screen)
      case .help, .compare, .history: break
      }
    }
    return follow
  }
}
