import Library
import SystemPackage
import TerminalUI

extension State {
  /// The marked photos in path order.
  var markedPhotos: [FilePath] {
    guard !gallery.marks.photos.isEmpty else { return [] }
    return photos.all.map(\.path).filter(gallery.marks.photos.contains)
  }

  /// What a photo's caption begins with: that it is marked, or in the range that will be; else nothing.
  func sign(of photo: Photo, at index: Int) -> String {
    if gallery.marks.photos.contains(photo.path) { return "✓ " }
    return photoRange?.contains(index) == true ? "│ " : ""
  }

  /// Places from the range's start to the cursor, where the start is shown.
  private var photoRange: ClosedRange<Int>? {
    guard let start = gallery.marks.anchor.flatMap({ photos.index(of: $0) }) else { return nil }
    return min(start, gallery.cursor)...max(start, gallery.cursor)
  }

  mutating func markPhoto() {
    guard let path = galleryPhoto?.path else { return }
    if gallery.marks.photos.remove(path) == nil { gallery.marks.photos.insert(path) }
    gallery.cursor = min(photos.count - 1, gallery.cursor + 1)
  }

  mutating func markPhotoRange() {
    guard let path = galleryPhoto?.path else { return }
    if let range = photoRange {
      for index in range { gallery.marks.photos.insert(photos[index].path) }
      gallery.marks.anchor = nil
      message = Message(text: "\(counted(range.count, "photo", "photos")) of the range marked")
    } else {
      gallery.marks.anchor = path
      let again = key(for: .range).map { " and press \($0) again" } ?? ""
      message = Message(text: "go to the other end of the range" + again)
    }
  }

  /// Marks of photos that are gone go with them.
  mutating func forgetGoneMarks() {
    gallery.marks.photos = gallery.marks.photos.filter { photos[$0] != nil }
    gallery.marks.dropped = gallery.marks.dropped.filter { photos[$0] != nil }
    if let anchor = gallery.marks.anchor, photos[anchor] == nil { gallery.marks.anchor = nil }
  }

  /// "5 marked", "5 marked, 2 not shown"; nil where none is. More than some thousand are not looked up for each frame.
  var marksSentence: String? {
    let marks = gallery.marks.photos
    guard !marks.isEmpty else { return nil }
    let hidden = photos.isRestricted && marks.count <= 5000 ? marks.count { photos.index(of: $0) == nil } : 0
    return "\(grouped(marks.count)) marked" + (hidden == 0 ? "" : ", \(grouped(hidden)) not shown")
  }

  // MARK: Opening

  /// Each photo opens a window of its own: more than some are asked about.
  mutating func openMarked() -> [Effect] {
    let count = gallery.marks.photos.count
    guard count > 10 else { return openAllMarked() }
    prompt = Prompt(.gallery(.openMarked), label: "open \(grouped(count)) photos in the desktop's viewer? (y/n)")
    return []
  }

  mutating func openAllMarked() -> [Effect] {
    let marked = markedPhotos
    message = Message(text: "\(counted(marked.count, "marked photo", "marked photos")) given to the desktop's viewer")
    return marked.map { .open($0) }
  }
}
