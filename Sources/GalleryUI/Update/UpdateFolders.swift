import SystemPackage
import TerminalUI

extension State {
  /// Nodes of the tree that are seen or could be scrolled to.
  var visibleFolders: [Int] { photos.tree.visible(open: gallery.folders.open) }

  /// - Returns: whether the tree of folders knows the action.
  mutating func performInFolders(_ action: Action, count: Int?) -> Bool {
    switch action {
    case .move(let motion): moveInFolders(motion, count: count)
    case .openFolder: openFolder()
    case .closeFolder: closeFolder()
    case .toggleFolder: toggleFolder()
    case .back: gallery.folders.hasKeys = false
    default: return false
    }
    return true
  }

  mutating func toggleFolders() {
    let isShown = GalleryLayout(self).tree == nil
    gallery.folders.isShown = isShown
    gallery.folders.hasKeys = isShown
    guard !isShown else { return }
    let folder = photos.folder.isEmpty ? "" : "; still only those in \(photos.folder.string)"
    message = Message(text: "folders hidden" + folder)
  }

  /// - Returns: whether there is a tree to go to.
  mutating func enterFolders() -> Bool {
    guard GalleryLayout(self).tree != nil else {
      return false
    }
    gallery.folders.hasKeys = true
    return true
  }

  /// Shows the photos of one folder; the empty path stands for all.
  mutating func show(folder: FilePath) {
    relist { $0.set(folder: folder) }
    openFolders(above: folder)
  }

  /// Keeps the folder whose photos are shown in sight.
  mutating func settleFolders() {
    guard let tree = GalleryLayout(self).tree else {
      gallery.folders.hasKeys = false
      return
    }
    let visible = visibleFolders
    let geometry = ListGeometry(count: visible.count, columns: 1, visibleRows: tree.rows)
    gallery.folders.top = geometry.scroll(top: gallery.folders.top, toShow: place(in: visible))
  }

  /// - Returns: whether the tree was hit.
  mutating func clickFolder(at position: Position) -> Bool {
    guard let tree = GalleryLayout(self).tree, tree.contains(position) else {
      gallery.folders.hasKeys = false
      return false
    }
    let (visible, line) = (visibleFolders, gallery.folders.top + position.row - tree.row)
    guard visible.indices.contains(line) else { return false }
    gallery.folders.hasKeys = true
    show(folder: photos.tree.nodes[visible[line]].path)
    return true
  }

  private func place(in visible: [Int]) -> Int {
    let node = photos.tree.node(photos.folder) ?? 0
    return max(0, partitionPoint(0..<visible.count) { visible[$0] <= node } - 1)
  }

  private mutating func moveInFolders(_ motion: Motion, count: Int?) {
    guard let tree = GalleryLayout(self).tree else { return }
    let visible = visibleFolders
    let geometry = ListGeometry(count: visible.count, columns: 1, visibleRows: tree.rows)
    let place = geometry.move(place(in: visible), motion, times: count, top: gallery.folders.top)
    show(folder: photos.tree.nodes[visible[place]].path)
  }

  private mutating func openFolder() {
    guard let node = photos.tree.node(photos.folder) else { return }
    if node > 0, photos.tree.hasFolders(node), gallery.folders.open.insert(photos.folder).inserted { return }
    gallery.folders.hasKeys = false
  }

  private mutating func closeFolder() {
    guard let node = photos.tree.node(photos.folder), node > 0 else { return }
    if gallery.folders.open.remove(photos.folder) == nil {
      show(folder: photos.folder.removingLastComponent())
    }
  }

  private mutating func toggleFolder() {
    if gallery.folders.open.remove(photos.folder) == nil { openFolder() }
  }

  private mutating func openFolders(above folder: FilePath) {
    var above = folder.removingLastComponent()
    while !above.isEmpty {
      gallery.folders.open.insert(above)
      above.removeLastComponent()
    }
  }
}
