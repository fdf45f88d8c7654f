import Configuration
import Library
import SystemPackage
import TerminalUI

extension State {
  /// - Returns: nil for what is done the same on every screen.
  mutating func performInGallery(_ action: Action, count: Int?) -> [Effect]? {
    if gallery.folders.hasKeys, performInFolders(action, count: count) { return [] }
    switch action {
    case .move(.left) where isAtLeftEdge && count == nil && enterFolders(): break
    case .move(let motion):
      let geometry = GalleryLayout(self).geometry
      gallery.cursor = geometry.move(gallery.cursor, motion, times: count, top: gallery.top)
    case .toggleTiles: gallery.asList.toggle()
    case .larger: changeGallerySize(by: 1)
    case .smaller: changeGallerySize(by: -1)
    case .order: order(by: PhotoOrder(by: photos.order.next, isReversed: photos.order.isReversed))
    case .reverse: order(by: PhotoOrder(by: photos.order.by, isReversed: !photos.order.isReversed))
    case .filter: show(photos.filter.next)
    case .filterBy: askForFilter()
    case .folders: toggleFolders()
    case .enterFolders where !enterFolders(): toggleFolders()
    case .enterFolders: break
    case .mark: markPhoto()
    case .range: markPhotoRange()
    case .unmarkAll: togglePhotoMarks()
    case .export: askForPhotoExport()
    case .openOutside where !gallery.marks.photos.isEmpty: return openMarked()
    case .clear: clearGallery()
    default: return nil
    }
    return []
  }

  /// The photo under the gallery's cursor.
  var galleryPhoto: Photo? { photos.count > gallery.cursor ? photos[gallery.cursor] : nil }

  /// Changes what the gallery shows; the cursor stays on its photo, or goes to the one that comes next. Before the first
  /// key nobody has put it there, and it stays at the beginning.
  mutating func relist(_ change: (inout PhotoTable) -> Void) {
    let path = isUntouched ? nil : galleryPhoto?.path
    change(&photos)
    if let index = path.flatMap({ photos.nearestIndex(to: $0) }) { gallery.cursor = index }
  }

  mutating func order(by order: PhotoOrder) {
    relist { $0.set(order: order) }
    message = Message(text: order.sentence)
  }

  mutating func show(_ filter: PhotoFilter) {
    relist { $0.set(filter: filter) }
    tellShown()
  }

  /// - Throws: what is wrong with the text.
  mutating func filter(by text: String) throws(FilterError) {
    let expression = try FilterExpression(text)
    if expression.asksForPeople { photos.set(people: confirmedPeople) }
    if filterMatches(by: expression) { return }
    relist { $0.set(expression: expression) }
    tellShown()
  }

  /// Which photos are shown, by all that restricts them.
  private mutating func tellShown() {
    let restrictions = [
      photos.folder.string, photos.filter == .all ? "" : photos.filter.rawValue, photos.expression.text,
    ].filter { !$0.isEmpty }
    let what = restrictions.isEmpty ? "all photos" : restrictions.joined(separator: " · ")
    message = Message(text: "\(what): \(grouped(photos.count))")
  }

  /// Why photos are not shown, in words that follow "is".
  var restrictions: [String] {
    [
      photos.filter == .all ? nil : "in the group “\(photos.filter.rawValue)”",
      photos.expression.terms.isEmpty ? nil : "what \(photos.expression.text) asks for",
      photos.folder.isEmpty ? nil : "in \(photos.folder.string)",
    ].compactMap(\.self)
  }

  /// What the gallery shows and how, for the title; empty where it is all by name.
  /// - Parameter longest: columns of a folder or a filter.
  func galleryTrail(longest: Int) -> String {
    let shown = [
      photos.folder.isEmpty ? "" : shortenedAtStart(photos.folder.string, to: longest),
      photos.filter == .all ? "" : photos.filter.rawValue,
      photos.expression.terms.isEmpty ? "" : shortened(photos.expression.text, to: longest),
    ].filter { !$0.isEmpty }.joined(separator: " · ")
    let counted = shown.isEmpty ? "" : "\(shown): \(grouped(photos.count))"
    let order = photos.order.isPlain ? "" : photos.order.sentence
    return [counted, order].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private mutating func changeGallerySize(by step: Int) {
    if gallery.asList {
      gallery.rowLevel = min(GalleryLayout.rowHeights.count - 1, max(0, GalleryLayout.rowLevel(self) + step))
    } else {
      gallery.tileLevel = min(GalleryLayout.widths.count - 1, max(0, gallery.tileLevel + step))
    }
  }

  private var isAtLeftEdge: Bool {
    let geometry = GalleryLayout(self).geometry
    return geometry.items(inRow: geometry.row(of: gallery.cursor)).lowerBound >= gallery.cursor
  }

  /// Takes back one thing at a time, the latest first.
  private mutating func clearGallery() {
    if gallery.marks.anchor != nil {
      gallery.marks.anchor = nil
      message = Message(text: "the range is dropped")
    } else if !gallery.marks.photos.isEmpty {
      unmarkPhotos()
    } else if photos.filter != .all || !photos.expression.terms.isEmpty {
      relist {
        $0.set(filter: .all)
        $0.set(expression: FilterExpression())
      }
      tellShown()
    } else if photos.folder.isEmpty, askWhetherToStop() {
      return
    } else {
      show(folder: "")
      tellShown()
    }
  }

  // MARK: Asking

  mutating func askForFilter() {
    prompt = Prompt(.gallery(.filter), label: "show only:", text: shownExpression.text)
  }

  mutating func finish(_ prompt: GalleryPrompt, _ text: String) -> [Effect] {
    switch prompt {
    case .filter:
      do throws(FilterError) {
        try filter(by: text)
      } catch {
        self.prompt = Prompt(.gallery(.filter), label: "show only:", text: text, cursor: error.end)
        message = Message(text: error.reason, isError: true)
      }
      return []
    case .export: return exportPhotos(to: text)
    case .overwrite, .openMarked: return []
    }
  }

  mutating func answer(_ prompt: GalleryPrompt, isYes: Bool) -> [Effect] {
    switch (prompt, isYes) {
    case (.overwrite(let export), true): return [.exportPhotos(export)]
    case (.overwrite, false): message = Message(text: "nothing was written")
    case (.openMarked, true): return openAllMarked()
    case (.openMarked, false), (.filter, _), (.export, _): break
    }
    return []
  }
}
