import SystemPackage

/// What `facetui pick` hands over.
extension State {
  /// In the gallery the marked photos in path order, else the one under the cursor; among matches
  /// those of the marked faces, best first, else that of the current one; in a photo the photo itself.
  var chosenPhotos: [FilePath] {
    let marked = markedHere
    return marked.isEmpty ? currentPhoto.map { [$0.path] } ?? [] : marked
  }

  /// On the screen on top.
  private var markedHere: [FilePath] {
    switch screens.last {
    case nil: return markedPhotos
    case .matches(let matches) where !matches.marks.isEmpty:
      var seen: Set<FilePath> = []
      return matches.all.filter { matches.marks.contains($0.face) && seen.insert($0.photo).inserted }.map(\.photo)
    default: return []
    }
  }

  /// The key that chooses, and what it chooses on this screen; nil where nothing is asked for.
  var choiceHint: (key: String, hint: String)? {
    guard isChoosing, let key = key(for: .choose) else { return nil }
    let marked = markedHere.count
    return (key, marked == 0 ? "choose this photo" : "choose \(counted(marked, "photo", "photos"))")
  }

  /// Said once, when the choice begins.
  var choiceRequest: String {
    let mark = key(for: .mark).map { "\($0) marks photos, " } ?? ""
    let choose = key(for: .choose).map { "\($0) chooses them or the one under the cursor, " } ?? ""
    let leave = key(for: .quit).map { "\($0) leaves without a choice" } ?? ""
    return mark + choose + leave
  }
}
