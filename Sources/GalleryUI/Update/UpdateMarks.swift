import TerminalUI

/// How marks are taken away, all at once and not for good, the same in the gallery and among matches.
extension State {
  mutating func unmarkPhotos() {
    guard !gallery.marks.photos.isEmpty else { return }
    tellUnmarked(gallery.marks.photos.count)
    gallery.marks = GalleryMarks(dropped: gallery.marks.photos)
  }

  /// Takes marks away; where there are none, brings back those that were taken away last.
  mutating func togglePhotoMarks() {
    guard gallery.marks.photos.isEmpty else { return unmarkPhotos() }
    (gallery.marks.photos, gallery.marks.dropped) = (gallery.marks.dropped, [])
    tellMarkedAgain(gallery.marks.photos.count)
  }

  mutating func unmarkAll() {
    guard let matches, !matches.marks.isEmpty else { return }
    tellUnmarked(matches.marks.count)
    droppedMarks[matches.query] = matches.marks
    self.matches?.marks = []
    self.matches?.anchor = nil
  }

  /// As `togglePhotoMarks`.
  mutating func toggleMarks() {
    guard let matches, matches.marks.isEmpty else { return unmarkAll() }
    let present = Set(matches.all.indices.map { matches.all.face(at: $0) }).intersection(
      droppedMarks.removeValue(forKey: matches.query) ?? [])
    self.matches?.marks = present
    tellMarkedAgain(present.count)
  }

  private mutating func tellUnmarked(_ count: Int) {
    let key = key(for: .unmarkAll) ?? ":unmark-all"
    let what = counted(count, "mark", "marks")
    message = Message(text: "\(what) taken away; \(key) brings \(count == 1 ? "it" : "them") back")
  }

  private mutating func tellMarkedAgain(_ count: Int) {
    message = Message(text: "\(counted(count, "mark is", "marks are")) back")
  }
}
