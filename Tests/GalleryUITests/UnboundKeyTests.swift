import Configuration
import TerminalUI
import Testing

@testable import GalleryUI

/// Keys that do nothing where they are pressed.
@Suite struct UnboundKeyTests {
  @Test(arguments: [
    ("z", "z does nothing here; ? tells what keys do"), ("g X", "gX does nothing here; ? tells what keys do"),
    ("<F5>", "<F5> does nothing here; ? tells what keys do"), ("? z", "z does nothing here"),
    ("<Enter> e", "e does nothing here; ? tells what keys do"),
    ("<Enter> <Enter> f", "f does nothing here; ? tells what keys do"),
  ])
  func `they say so, with the key of the help`(_ keys: String, _ text: String) throws {
    var state = state(album())
    try type(keys, into: &state)
    #expect(state.message?.text == text && state.input == KeyInput())
    try type("j", into: &state)
    #expect(state.message?.text != text)
  }

  @Test func `among the folders the gallery's keys say so`() throws {
    var state = state(folders(), columns: 90)
    try type("T", into: &state)
    for key in ["f", "F", "/", "s", "<Space>"] {
      try type(key, into: &state)
      #expect(state.message?.text == "\(key) does nothing here; ? tells what keys do" && state.scope == .folders)
    }
  }

  @Test func `it is no message to be read later`() throws {
    var state = state(album(), columns: 120)
    _ = update(&state, .told("copied"))
    try type("z j m", into: &state)
    #expect(state.messageBox?.text == "copied")
  }

  @Test func `sequences that are no keys say nothing`() {
    var state = state(album())
    var decoder = KeyDecoder()
    let stray = [
      "\u{1B}[99~", "\u{1B}[?1;2c", "\u{1B}[<99;1;1M", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}[5n", "\0",
    ]
    for text in stray {
      for key in decoder.keys(from: Array(text.utf8), isFinal: true) { _ = update(&state, .key(key)) }
      #expect(state.message == nil, "\(text.debugDescription)")
    }
  }

  @Test func `Q quits everywhere`() throws {
    for keys in ["", "T ", "<Enter> ", "<Enter> <Enter> ", "<Enter> <Enter> w ", "! ", "? ", "z m "] {
      var state = state(folders(), columns: 90)
      #expect(try type(keys + "Q", into: &state).contains(.quit), "\(keys)")
    }
  }

  @Test func `without the mouse its bytes do nothing`() throws {
    var configuration = Configuration()
    configuration.set("mouse", to: .flag(false), from: .option("test"))
    var state = State(
      size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds(),
      configuration: configuration)
    _ = update(&state, .library(.listed(album())))
    state.message = Message(text: "what is said stays")
    let before = (state.gallery, state.message)
    try type("<WheelDown:5,5> <Click:40,5> <Drag:60,9> <Release:60,9> <DoubleClick:40,5> <WheelUp:1,1>", into: &state)
    #expect(state.gallery == before.0 && state.message == before.1 && state.screens.isEmpty)
    for key in try [Key](file: "\":set mouse true\" <Enter> <WheelDown:5,5>") { _ = update(&state, .key(key)) }
    #expect(state.gallery.cursor > 0)
  }
}
