import Library
import TerminalUI

enum GalleryView {
  static func draw(_ state: State, _ pictures: Pictures, on grid: inout Grid) {
    let layout = GalleryLayout(state)
    if let tree = layout.tree { FolderTreeView.draw(state, tree, on: &grid) }
    if let sentence = emptySentence(state) {
      grid.putCentred(sentence, in: layout.area, margin: 2)
      return
    }
    drawHeadings(state, layout, on: &grid)
    if layout.asList {
      GalleryListView.draw(state, layout, pictures, on: &grid)
    } else {
      for index in layout.visible(top: state.gallery.top) { drawTile(state, layout, index, pictures, on: &grid) }
    }
    if let notice = notice(state) { grid.putCentred(notice, in: noticeRect(state), style: state.theme.strong) }
  }

  private static func drawTile(
    _ state: State, _ layout: GalleryLayout, _ index: Int, _ pictures: Pictures, on grid: inout Grid
  ) {
    let rect = layout.rect(of: index, top: state.gallery.top)
    let (photo, theme) = (state.photos[index], state.theme)
    let isCurrent = index == state.gallery.cursor && !state.gallery.folders.hasKeys
    let picture = Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: rect.rows - 1)
    pictures.draw(pictures.photo(photo, in: picture.size), in: picture, on: &grid)
    let row = rect.endRow - 1
    if isCurrent { drawCursor(around: rect, theme, on: &grid) }
    let sign = state.sign(of: photo, at: index)
    let next = grid.put(sign, column: rect.column, row: row, style: isCurrent ? theme.cursor : theme.mark)
    let (mark, style) = mark(of: photo, theme)
    let room = rect.endColumn - next - columns(of: mark) - 1
    let caption = shortenedName(state.photos.name(of: photo.path), to: room)
    grid.put(caption, column: next, row: row, style: isCurrent ? theme.cursor : .plain)
    grid.putRight(mark, endColumn: rect.endColumn, row: row, style: isCurrent ? theme.cursor : style)
  }

  /// The months above their photos.
  private static func drawHeadings(_ state: State, _ layout: GalleryLayout, on grid: inout Grid) {
    for (group, line) in layout.headings(top: state.gallery.top) {
      let name = layout.groups[group].month?.name ?? "Without a date"
      let next = grid.put(name, column: layout.area.column, row: line, style: state.theme.title)
      let count = " · " + counted(layout.count(inGroup: group), "photo", "photos")
      grid.put(count, column: next, row: line, style: state.theme.quiet, columns: layout.area.endColumn - next)
    }
  }

  /// What is known about a photo in one or two characters.
  static func mark(of photo: Photo, _ theme: Theme) -> (String, Style) {
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

  private static func emptySentence(_ state: State) -> [String]? {
    guard state.photos.count == 0 else { return nil }
    if !state.photos.all.isEmpty {
      let all = counted(state.photos.all.count, "photo", "photos")
      return ["None of the \(all) is \(state.restrictions.joined(separator: " and ")).", ways(out: state)]
    }
    switch state.indexing {
    case .listing: return ["Looking for photos in \(state.title) …"]
    case _ where state.unreadFolders > 0:
      return [
        "There are no photos in what can be read of \(state.title).",
        "\(counted(state.unreadFolders, "folder in it", "folders in it")) may not be read: "
          + "press \(quitKey(state)), and let \(doctor(state, ["--state", "unreadable"])) tell which.",
      ]
    case .running, .finished:
      let kinds = "facetui reads photos (JPEG, HEIC, PNG, RAW and others), also those in folders inside it."
      let none = "There are no photos in \(state.title)."
      guard let leftOut = leftOut(state) else {
        return [none, "\(kinds) Press \(quitKey(state)) and name another folder."]
      }
      return [none, kinds, leftOut]
    }
  }

  /// How the photos come back.
  private static func ways(out state: State) -> String {
    let ways = [(Action.filter, "shows the next group"), (.clear, "all photos")]
    return ways.compactMap { action, what in
      state.keymap.name(of: action, in: .gallery).map { "\($0) \(what)" }
    }.joined(separator: ", ")
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
      ? nil : "Left out by default: \(parts.joined(separator: ", ")); --no-default-excludes takes them in."
  }

  private static func doctor(_ state: State, _ options: [String] = []) -> String {
    UnreadFiles.doctor(folder: state.folder, options: options + state.doctorOptions)
  }

  /// Said once indexing has ended: that there is nothing to search in, what was not read, what is not told.
  private static func notice(_ state: State) -> String? {
    guard state.indexing == .finished, state.photos.count(.pending) == 0 else { return nil }
    let parts = [content(state), folderNote(state)].compactMap(\.self)
    return parts.isEmpty ? nil : " \(shortened(parts.joined(separator: " · "), to: state.size.columns - 6)) "
  }

  private static func content(_ state: State) -> String? {
    guard state.photos.faceCount == 0, state.unreadFolders == 0 else { return state.unread }
    return state.photos.count(.unreadable) == state.photos.all.count
      ? "None of these files can be read; \(doctor(state)) says why" : "No face was found in these photos."
  }

  /// What the user should know of the folder as it is.
  private static func folderNote(_ state: State) -> String? {
    if let away = state.awayFolders.sentence { return away }
    return state.watchGap.sentence.map { gap in
      "\(gap)\(state.key(for: .rescan).map { "; \($0) looks again" } ?? "")"
    }
  }

  private static func noticeRect(_ state: State) -> Rect {
    Rect(column: 2, row: 1, columns: state.size.columns - 4, rows: 1)
  }
}
