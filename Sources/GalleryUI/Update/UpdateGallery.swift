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
    case .unmarkAll: unmarkPhotos()
    case .export: askForPhotoExport()
    case .openOutside where !gallery.marks.photos.isEmpty: return openMarked()
    case .clear: clearGallery()
    default: return nil
    }
    return []
  }

  /// The photo under the gallery's cursor.
  var galleryPhoto: Photo? { photos.count > gallery.cursor ? photos[gallery.cursor] : nil }

  /// Changes what the gallery shows; the cursor stays on its photo, or goes to the one that comes next.
  mutating func relist(_ change: (inout PhotoTable) -> Void) {
    let path = galleryPhoto?.path
    change(&photos)
    if let index = path.flatMap({ photos.nearestIndex(to: $0) }) { gallery.cursor = index }
  }

  mutating func order(by order: PhotoOrder) {
    relist { $0.set(order: order) }
    message = Message(text: order.sentence)
  }

  mutating func show(_ filter: PhotoFilter) {
    relist { $0.set(filter: filter) }
    message = Message(text: "\(filter.rawValue): \(grouped(photos.count))")
  }

  /// - Throws: what is wrong with the text.
  mutating func filter(by text: String) throws(FilterError) {
    let expression = try FilterExpression(text)
    relist { $0.set(expression: expression) }
    let count = counted(photos.count, "photo", "photos")
    message = Message(text: expression.terms.isEmpty ? "all again: \(count)" : "\(expression.text): \(count)")
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
  var galleryTrail: String {
    let shown = [
      photos.folder.isEmpty ? "" : shortenedAtStart(photos.folder.string, to: 24),
      photos.filter == .all ? "" : photos.filter.rawValue,
      photos.expression.terms.isEmpty ? "" : shortened(photos.expression.text, to: 24),
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
    let count = gallery.marks.photos.count
    if gallery.marks.anchor != nil {
      gallery.marks.anchor = nil
      message = Message(text: "the range is dropped")
    } else if count > 3 {
      prompt = Prompt(.gallery(.unmark), label: "take away \(counted(count, "mark", "marks"))? (y/n)")
    } else if count > 0 {
      unmarkPhotos()
    } else if photos.filter != .all || !photos.expression.terms.isEmpty {
      relist {
        $0.set(filter: .all)
        $0.set(expression: FilterExpression())
      }
      let place = photos.folder.isEmpty ? "all photos" : "all in \(photos.folder.string)"
      message = Message(text: "\(place): \(grouped(photos.count))")
    } else if photos.folder.isEmpty, askWhetherToStop() {
      return
    } else {
      show(folder: "")
      message = Message(text: "all photos: \(grouped(photos.count))")
    }
  }

  // MARK: Asking

  private mutating func askForFilter() {
    prompt = Prompt(.gallery(.filter), label: "show only:", text: photos.expression.text)
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
    case .overwrite, .unmark, .openMarked: return []
    }
  }

  mutating func answer(_ prompt: GalleryPrompt, isYes: Bool) -> [Effect] {
    switch (prompt, isYes) {
    case (.overwrite(let export), true): return [.exportPhotos(export)]
    case (.overwrite, false): message = Message(text: "nothing was written")
    case (.unmark, true): unmarkPhotos()
    case (.openMarked, true): return openAllMarked()
    case (.unmark, false), (.openMarked, false), (.filter, _), (.export, _): break
    }
    return []
  }
}
