import Library
import TerminalUI

enum GalleryView {
  static func draw(_ state: State, _ pictures: Pictures, on grid: inout Grid) {
    let layout = GalleryLayout(state)
    if let sentence = emptySentence(state) {
      grid.putCentred(sentence, in: layout.body, margin: 4)
      return
    }
    for index in layout.visible(top: state.gallery.top) {
      let rect = layout.rect(of: index, top: state.gallery.top)
      let photo = state.photos[index]
      let name = state.photos.name(of: photo.path)
      draw(photo, name, in: rect, isCurrent: index == state.gallery.cursor, state.theme, pictures, on: &grid)
      if state.gallery.marks.photos.contains(photo.path) {
        grid.put("✓", column: rect.column, row: rect.row, style: state.theme.mark)
      }
    }
    if let notice = notice(state) { grid.putCentred(notice, in: noticeRect(state), style: state.theme.strong) }
  }

  private static func draw(
    _ photo: Photo, _ name: String, in rect: Rect, isCurrent: Bool, _ theme: Theme,
    _ pictures: Pictures, on grid: inout Grid
  ) {
    let picture = Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: rect.rows - 1)
    pictures.draw(pictures.photo(photo, in: picture.size), in: picture, on: &grid)
    let row = rect.endRow - 1
    if isCurrent { drawCursor(around: rect, theme, on: &grid) }
    let (mark, style) = mark(of: photo, theme)
    let caption = shortenedName(name, to: rect.columns - columns(of: mark) - 1)
    grid.put(caption, column: rect.column, row: row, style: isCurrent ? theme.cursor : .plain)
    grid.putRight(mark, endColumn: rect.endColumn, row: row, style: isCurrent ? theme.cursor : style)
  }

  /// What is known about a photo in one or two characters.
  private static func mark(of photo: Photo, _ theme: Theme) -> (String, Style) {
    switch photo.state {
    case .pending: ("…", theme.quiet)
    case .indexed: ("●\(photo.faces.count)", theme.faces)
    case .noFace: ("○", theme.quiet)
    case .unreadable, .unsupported: ("✗", theme.error)
    }
  }

  /// A frame of half cells in the gap around the tile, closed by its caption.
  private static func drawCursor(around rect: Rect, _ theme: Theme, on grid: inout Grid) {
    grid.put(
      "▗" + String(repeating: "▄", count: rect.columns) + "▖", column: rect.column - 1, row: rect.row - 1,
      style: theme.edge)
    for row in rect.row..<rect.endRow - 1 {
      grid.put("▐", column: rect.column - 1, row: row, style: theme.edge)
      grid.put("▌", column: rect.endColumn, row: row, style: theme.edge)
    }
    let caption = Rect(column: rect.column - 1, row: rect.endRow - 1, columns: rect.columns + 2, rows: 1)
    grid.fill(caption, with: Cell(style: theme.cursor))
  }

  // MARK: Sentences

  private static func emptySentence(_ state: State) -> String? {
    guard state.photos.count == 0 else { return nil }
    if !state.photos.all.isEmpty {
      return "None of the \(counted(state.photos.all.count, "photo", "photos")) is in the group "
        + "“\(state.photos.filter.rawValue)”.\n" + ways(out: state)
    }
    switch state.indexing {
    case .listing: return "Looking for photos in \(state.title) …"
    case _ where state.unreadFolders > 0:
      return "There are no photos in what can be read of \(state.title).\n"
        + "\(counted(state.unreadFolders, "folder in it", "folders in it")) may not be read: "
        + "press \(quitKey(state)), and let \(doctor(state, ["--list", "unreadable"])) tell which."
    case .running, .finished:
      return "There are no photos in \(state.title).\nfacetui reads JPEG photos, also those in folders inside it. "
        + (leftOut(state) ?? "Press \(quitKey(state)) and name another folder.")
    }
  }

  /// How the photos come back.
  private static func ways(out state: State) -> String {
    let ways = [(Action.filter, "shows the next group"), (.clear, "all photos")]
    return ways.compactMap { action, what in state.key(for: action).map { "\($0) \(what)" } }.joined(separator: ", ")
      + "."
  }

  private static func quitKey(_ state: State) -> String { state.key(for: .quit) ?? "C-c" }

  /// What may be missed where there is nothing else.
  private static func leftOut(_ state: State) -> String? {
    let folders = state.leftOut.serviceFolders.count + state.leftOut.hiddenFolders
    let parts = [
      folders == 0 ? nil : counted(folders, "folder", "folders"),
      state.leftOut.hiddenFiles == 0 ? nil : counted(state.leftOut.hiddenFiles, "hidden file", "hidden files"),
    ].compactMap(\.self)
    return parts.isEmpty
      ? nil : "\nLeft out by default: \(parts.joined(separator: ", ")); --no-default-excludes takes them in."
  }

  private static func doctor(_ state: State, _ options: [String] = []) -> String {
    UnreadFiles.doctor(folder: state.folder, options: options + state.doctorOptions)
  }

  /// Said once indexing has ended: that there is nothing to search in, or what was not read.
  private static func notice(_ state: State) -> String? {
    guard state.indexing == .finished, state.photos.count(.pending) == 0 else { return nil }
    let unread = state.unread.map { " \(shortened($0, to: state.size.columns - 6)) " }
    guard state.photos.faceCount == 0, state.unreadFolders == 0 else { return unread }
    if state.photos.count(.unreadable) == state.photos.all.count {
      return " "
        + shortened(
          "None of these files can be read, only JPEG is; \(doctor(state)) says why", to: state.size.columns - 6)
        + " "
    }
    return " No face was found in these photos. "
  }

  private static func noticeRect(_ state: State) -> Rect {
    Rect(column: 2, row: 1, columns: state.size.columns - 4, rows: 1)
  }
}
