import Imaging
import Library
import SystemPackage
import TerminalUI

// MARK: - Zoom

extension State {
  mutating func toggleZoom() {
    let level = photoScreen?.zoom == nil ? firstZoom : nil
    photoScreen?.zoom = level
  }

  /// Nearer begins to zoom, and farther than the first level ends it.
  mutating func changeZoom(by step: Int) {
    guard let level = photoScreen?.zoom else {
      if step > 0 { toggleZoom() }
      return
    }
    let next = level + step
    photoScreen?.zoom = next < 0 ? nil : min(next, Zoom.factors.count - 1)
  }

  private var firstZoom: Int? {
    guard let screen = photoScreen, let photo = photos[screen.path], let selected = screen.selected,
      photo.faces.indices.contains(selected)
    else { return nil }
    let shape = pictureStyle.pixels(of: PhotoLayout(self, photo).area.size)
    return Zoom.firstLevel(of: photo, around: photo.faces[selected], shape: shape)
  }
}

// MARK: - Facts

extension State {
  mutating func toggleInfo() {
    showsInfo.toggle()
    photoScreen?.infoTop = 0
  }

  mutating func scrollInfo(_ motion: Motion, count: Int?) {
    guard let geometry = infoGeometry, let top = photoScreen?.infoTop else { return }
    photoScreen?.infoTop = geometry.move(top, motion, times: count, top: top)
  }

  /// Keeps the last line at the end of the panel.
  mutating func settleInfo() {
    guard showsInfo, let geometry = infoGeometry, let top = photoScreen?.infoTop else { return }
    photoScreen?.infoTop = max(0, min(top, geometry.count - geometry.visibleRows))
  }

  private var infoGeometry: ListGeometry? {
    guard showsInfo, let screen = photoScreen, let photo = photos[screen.path] else { return nil }
    return InfoPanel(self, photo, screen).geometry
  }

  /// Asks once for what is shown and not known.
  mutating func detailsToRead() -> [Effect] {
    guard showsInfo, let screen = photoScreen, let photo = photos[screen.path], details[photo] == nil else { return [] }
    details.set(.asked, for: photo.path, photo.stamp)
    return [.readDetails(photo.path, photo.stamp)]
  }

  mutating func take(_ result: Result<PhotoDetails, LibraryError>, of path: FilePath, _ stamp: PhotoStamp) {
    switch result {
    case .success(let found): details.set(.known(found), for: path, stamp)
    case .failure(.file(_, let reason)): details.set(.failed(reason), for: path, stamp)
    case .failure(let error): details.set(.failed("\(error)"), for: path, stamp)
    }
  }
}
