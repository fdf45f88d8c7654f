import Library
import SystemPackage
import TerminalUI
import Testing

@testable import GalleryUI

@Suite struct GalleryFoldersTests {
  @Test func `the tree holds each folder once with its photos`() {
    let tree = FolderTree(folders().map(\.path))
    #expect(tree.nodes.map(\.path) == ["", "2019", "2019/beach", "2019/家族", "2021", "2021/party", "inbox"])
    #expect(tree.nodes.map(\.photos) == [0..<45, 0..<20, 0..<12, 12..<20, 20..<40, 20..<40, 40..<45])
    #expect(tree.nodes.map(\.depth) == [0, 1, 2, 2, 1, 2, 1] && tree.holders == 4)
    #expect(tree.visible(open: []) == [0, 1, 4, 6])
    #expect(tree.visible(open: ["2019", "2021/party"]) == [0, 1, 2, 3, 4, 6])
  }

  @Test func `folders among files, below files, and names that begin alike`() {
    let paths: [FilePath] = ["a.jpg", "ab/x.jpg", "abc/x.jpg", "abc/y/z.jpg", "abc/z.jpg", "b.jpg"]
    let tree = FolderTree(paths)
    #expect(tree.nodes.map(\.path) == ["", "ab", "abc", "abc/y"])
    #expect(tree.nodes.map(\.photos) == [0..<6, 1..<2, 2..<5, 3..<4] && tree.holders == 4)
    #expect(FolderTree([]).nodes.map(\.photos) == [0..<0])
  }

  @Test func `moving in the tree shows the folder's photos`() throws {
    var state = state(folders())
    try type("T", into: &state)
    #expect(state.scope == .folders)
    try type("j", into: &state)
    #expect(state.photos.folder == "2019" && state.photos.count == 20)
    try type("l j j", into: &state)
    #expect(state.photos.folder == "2019/家族" && shown(state).allSatisfy { $0.hasPrefix("家族") })
    #expect(screen(state)[0].contains("2019/家族: 8"))
    try type("h", into: &state)
    #expect(state.photos.folder == "2019")
    try type("h", into: &state)
    #expect(state.gallery.folders.open.isEmpty && state.photos.folder == "2019")
    try type("<Enter> <Enter> G", into: &state)
    #expect(state.gallery.folders.open.isEmpty && state.photos.folder == "inbox")
    try type("l", into: &state)
    #expect(state.scope == .gallery && state.photos.count == 5)
    try type("<Esc>", into: &state)
    #expect(state.photos.count == 45 && state.photos.folder.isEmpty)
  }

  @Test func `h at the left edge and tab lead into the tree and q and tab out of it`() throws {
    var state = state(folders())
    try type("h", into: &state)
    #expect(state.scope == .gallery, "there is none at this width")
    try type("T q l h", into: &state)
    #expect(state.scope == .gallery && state.gallery.cursor == 0)
    try type("h", into: &state)
    #expect(state.scope == .folders)
    try type("<Tab>", into: &state)
    #expect(state.scope == .gallery)
    try type("<Tab> <Esc>", into: &state)
    #expect(state.scope == .gallery)
    try type("<Tab> T", into: &state)
    #expect(state.scope == .gallery && GalleryLayout(state).tree == nil)
  }

  @Test func `the tree counts what passes the filter, in every folder`() throws {
    var state = state(folders(), columns: 100)
    try type("F \"faces:3\" <Enter>", into: &state)
    #expect(state.photos.tree.nodes.map(\.count) == [11, 11, 3, 8, 0, 0, 0])
    try type("<Tab> j", into: &state)
    #expect(state.photos.count == 11)
    #expect(screen(state).contains { $0.hasPrefix("  ▸ 2021") || $0.contains("▸ 2021") })
  }

  @Test func `it is there where there are several folders and room, and not where there are none`() throws {
    #expect(GalleryLayout(state(folders(), columns: 100)).tree != nil)
    #expect(GalleryLayout(state(folders(), columns: 99)).tree == nil)
    #expect(GalleryLayout(state(album(), columns: 200)).tree == nil, "one folder")
    var flat = state([made("a.jpg", 1, nil)], columns: 100)
    try type("T", into: &flat)
    #expect(flat.message?.text == "there are no folders inside this one" && GalleryLayout(flat).tree == nil)
  }

  @Test func `a click chooses a folder and one on a photo leaves the tree`() throws {
    var state = state(folders(), columns: 100)
    _ = update(&state, .key(.click(Position(column: 6, row: 4))))
    #expect(state.photos.folder == "2021" && state.scope == .folders)
    let rect = GalleryLayout(state).rect(of: 1, top: 0)
    _ = update(&state, .key(.click(Position(column: rect.column + 1, row: rect.row + 1))))
    #expect(state.gallery.cursor == 1 && state.scope == .gallery)
    _ = update(&state, .key(.click(Position(column: 6, row: 20))))
    #expect(state.photos.folder == "2021", "nothing is there")
  }

  @Test func `a folder that is gone is shown no more`() throws {
    var state = state(folders(), columns: 100)
    try type("<Tab> G", into: &state)
    #expect(state.photos.folder == "inbox")
    _ = update(&state, .library(.listed(Array(folders().prefix(40)))))
    #expect(state.photos.folder.isEmpty && state.photos.count == 40)
  }

  @Test func `many folders scroll with the chosen one`() throws {
    let photos = (100..<400).map { made("f\($0)/a.jpg", 1, nil) }
    var state = state(photos, columns: 100)
    try type("<Tab> G", into: &state)
    #expect(screen(state).contains { $0.contains("f399") })
    try type("gg", into: &state)
    #expect(screen(state)[2].contains("~/photos") && state.photos.count == 300)
  }
}
