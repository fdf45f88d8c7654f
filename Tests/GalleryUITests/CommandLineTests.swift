import Configuration
import Library
import TerminalUI
import Testing

@testable import GalleryUI

private let expectedThreshold =
  "safe, balanced, everything, a score from -1 to 1 (=-0.1 below 0), or a step as +0.02 is expected"

private func badDay(_ text: String) -> String {
  "date: takes 2021, 2021-06, 2021-06-15, 2019..2021-06, 2021.. or none; not “\(text)”"
}

@Suite struct CommandLineTests {
  @Test func `a wrong line stays, with what is wrong below it`() throws {
    var state = state(album())
    try run("gotoo 5", &state)
    #expect(state.prompt?.value == "gotoo 5" && state.message?.isError == true)
    #expect(screen(state)[22].hasPrefix("  : gotoo 5"))
    #expect(screen(state)[23] == "  there is no command gotoo; did you mean goto?")
    try type("<Home> <Right> <Right> <Right> <Right> <Del> <Enter>", into: &state)
    #expect(state.prompt == nil && state.gallery.cursor == 4 && state.message?.isError != true)
  }

  @Test(arguments: [
    ("goto", "a number, a percentage or a name is expected, as in goto 50%"),
    ("goto 31", "31 is none of the 30 places here, from 1"), ("0", "0 is none of the 30 places here, from 1"),
    ("31", "31 is none of the 30 places here, from 1"), ("101%", "a percentage lies between 0% and 100%"),
    ("quit now", "quit takes nothing; leave out now"), ("q now", "quit takes nothing; leave out now"),
    ("keys all", "keys takes nothing; leave out all"), ("redraw 2", "redraw takes nothing; leave out 2"),
    ("filter 2 3 date:x", "date: takes 2021, 2021-06, 2021-06-15, 2019..2021-06, 2021.. or none; not “x”"),
    ("goto 101%", "a percentage lies between 0% and 100%"), ("goto zebra", "no photo here has “zebra” in its name"),
    ("threshold high", expectedThreshold), ("threshold 7", expectedThreshold), ("threshold =safe", expectedThreshold),
    ("threshold =-2", expectedThreshold), ("threshold", expectedThreshold),
    ("goto 0", "0 is none of the 30 places here, from 1"),
    ("filter date:2021-02-30", badDay("2021-02-30")), ("filter date:2021-04-31", badDay("2021-04-31")),
    ("filter date:1900-02-29", badDay("1900-02-29")),
    ("filter date:2020-01-01..2021-02-29", badDay("2020-01-01..2021-02-29")),
    ("sort", "one of name, date, faces, size is expected, and reverse may follow"),
    ("sort size up", "one of name, date, faces, size is expected, and reverse may follow"),
    ("find photo_002.jpg", "no face was found in album/photo_002.jpg"),
    ("find photo_003.jpg", "album/photo_003.jpg cannot be read: the file is empty"),
    ("find photo_001.jpg#3", "there is no face 3; this photo has 2 faces"),
    ("open nobody.jpg", "no photo here is called nobody.jpg"), ("find", "the name of a photo is expected"),
    ("set", "a setting is expected, as in set theme light"),
    ("set teme light", "there is no setting teme; did you mean theme?"),
    ("set theme blue", "colours.theme must be one of auto, dark, light, contrast, not \"blue\""),
    ("set workers 4", "workers counts when facetui starts; it is set in config.toml or by an option"),
    ("map x", "keys and a command are expected, as in map x last, or map gallery x last"),
    ("map x exprot", "there is no command exprot; did you mean export?"),
    ("map jx last", "jx (last) cannot be reached, as j (down) comes first; unbind j"),
    ("export list.csv", "a list of paths needs a name that ends in .txt, such as photos.txt, or in .nul for xargs -0"),
    ("map <C-c> last", "<C-c> always leaves the program; it cannot be bound"),
    ("unmap", "keys are expected, as in unmap x, or unmap gallery x"),
    ("query", "query works on other screens: photo"), ("down x", "down takes nothing, or a count"),
    ("zzz", "there is no command zzz; help tells all"), ("search-next", "nothing was searched for; / searches"),
  ])
  func `what is wrong is told with what was expected`(line: String, reason: String) throws {
    var state = state(album())
    let before = (state.gallery, state.screens, state.threshold)
    try run(line, &state)
    #expect(state.message?.text == reason && state.message?.isError == true && state.prompt?.value == line)
    #expect(state.gallery == before.0 && state.screens == before.1 && state.threshold == before.2)
  }

  @Test func `goto takes numbers, percentages and names`() throws {
    var state = state(album())
    for (line, cursor) in [("goto 7", 6), ("goto 100%", 29), ("goto 0%", 0), ("goto 50%", 15), ("goto O_012", 12)] {
      try run(line, &state)
      #expect(state.gallery.cursor == cursor && state.prompt == nil, "\(line)")
    }
    var matches = try atMatchesOfAlbum()
    try run("goto 3", &matches)
    #expect(matches.matches?.cursor == 2)
    try run("goto photo_008", &matches)
    #expect(matches.matches?.current?.photo == "album/photo_008.jpg")
  }

  @Test func `goto takes a name of digits before a number`() throws {
    var photos = album()
    photos[20].path = "album/12.jpg"
    photos[21].path = "album/013757.jpg"
    var state = state(photos)
    for (line, cursor) in [
      ("goto 013757", 21), ("goto 12", 20), ("12", 11), ("goto 13757", 21), ("goto 11", 10), ("50%", 15),
      ("goto album/12.jpg", 20),
    ] {
      try run(line, &state)
      #expect(state.gallery.cursor == cursor && state.prompt == nil, "\(line)")
    }
    try press("<Enter> ?", into: &state)
    try run("12", &state)
    #expect(state.message?.text == "goto works in the gallery and among matches" && state.scope == .help)
  }

  @Test func `among grouped matches goto counts as they stand`() throws {
    var state = try atMatchesOfAlbum()
    try press("d d", into: &state)
    try run("goto 2", &state)
    let matches = try #require(state.matches)
    #expect(matches.groups != nil && matches.place(of: matches.cursor) == 1)
  }

  @Test(arguments: ["filter faces:2", "filter faces", "filter all", "sort size", "sort name reverse"])
  func `what is not seen is not filtered or sorted`(_ line: String) throws {
    for keys in ["<Enter>", "<Enter> <Enter> w"] {
      var state = state(album())
      try press("F \"photo\" <Enter> \(keys)", into: &state)
      let before = (state.photos.filter, state.photos.expression, state.photos.order, state.screens)
      try run(line, &state)
      #expect(state.prompt?.value == line && state.message?.isError == true)
      #expect(state.message?.text.contains("works in the gallery and among matches") == true)
      #expect(before == (state.photos.filter, state.photos.expression, state.photos.order, state.screens))
    }
    var help = state(album())
    try press("?", into: &help)
    try run(line, &help)
    #expect(help.screens.isEmpty && help.prompt == nil, "over the gallery the help makes room")
  }

  @Test func `a setting of the gallery says elsewhere that it is the gallery's`() throws {
    var state = try atMatchesOfAlbum()
    try run("set order date", &state)
    #expect(state.message?.text == "the gallery is ordered by date, oldest first")
  }

  @Test func `find searches with the face of a photo`() throws {
    var state = state(album())
    try run("find album/photo_001.jpg#2", &state)
    #expect(state.matches?.query == photo(1, faces: 2).faces[1].id && state.matches?.number == 2)
    try run("find photo_000.jpg", &state)
    #expect(state.matches?.query == photo(0, faces: 1).faces[0].id && state.screens.count == 2)
    try run("find ~/photos/album/photo_004.jpg", &state)
    #expect(state.matches?.photo == "album/photo_004.jpg")
  }

  @Test func `the threshold is set, raised and lowered`() throws {
    var state = try atMatchesOfAlbum()
    for (line, value) in [
      ("safe", 0.51), ("everything", 0.36), ("0.5", 0.5), ("+0.02", 0.52), ("-0.1", 0.42), ("+2", 1), ("-2", -1),
      ("balanced", 0.44),
    ] as [(String, Float)] {
      try run("threshold \(line)", &state)
      #expect(abs(state.threshold - value) < 0.0001, "\(line)")
    }
    #expect(state.message?.text == "the threshold is 0.44: 3 of 6 the same person")
  }

  @Test func `a score below 0 and a step downwards are told apart`() throws {
    var state = try atMatchesOfAlbum()
    for (line, value, text) in [
      ("-0.02", 0.42, "the threshold is 0.42, lowered by 0.02: "),
      ("+0.1", 0.52, "the threshold is 0.52, raised by 0.10: "),
      ("-1", -0.48, "the threshold is -0.48, lowered by 1.00 (=-1 is that score): "),
      ("=-0.1", -0.1, "the threshold is -0.10: "),
      ("=0.3", 0.3, "the threshold is 0.30: "),
    ] as [(String, Float, String)] {
      try run("threshold \(line)", &state)
      #expect(abs(state.threshold - value) < 0.0001 && state.message?.text.hasPrefix(text) == true, "\(line)")
    }
  }

  @Test func `an empty filter takes filters away`() throws {
    var state = state(album())
    for filter in ["faces", "faces:2", "unreadable"] {
      try run("filter \(filter)", &state)
      #expect(state.photos.count < 30)
      try run("filter", &state)
      #expect(state.photos.count == 30 && !state.photos.isRestricted && state.message?.text == "all photos: 30")
    }
    try run("filter date:2020-02-29", &state)
    #expect(state.message?.text == "date:2020-02-29: 0", "a leap day")
  }

  @Test func `a key that is unbound does nothing`() throws {
    var state = state(album())
    for line in ["map gallery <C-f> unbind", "unmap gallery <C-b>"] {
      try run(line, &state)
      #expect(state.message?.text.hasSuffix("> does nothing in gallery") == true)
    }
    try run("map gallery <C-f> last", &state)
    #expect(state.message?.text == "<C-f> is last in gallery")
  }

  @Test func `a setting that is nothing like any is answered with all`() throws {
    var state = state(album())
    try run("set nope 1", &state)
    let text = try #require(state.message?.text)
    #expect(
      text.hasPrefix("there is no setting nope; there are ") && text.contains("threshold, ") && state.prompt != nil)
  }

  @Test func `open, filter, export, help and quit do what their keys do`() throws {
    var state = state(album())
    try run("open photo_005.jpg", &state)
    #expect(state.photoScreen?.path == "album/photo_005.jpg" && state.gallery.cursor == 5)
    try run("query", &state)
    guard case .export(let request)? = try run("export a b.csv", &state).last else {
      Issue.record("no export")
      return
    }
    #expect(request.file == "a b.csv" && request.format == .csv && state.prompt == nil)
    try run("right 2", &state)
    #expect(state.matches?.cursor == 2)
    try run("help", &state)
    #expect(state.scope == .help)
    try press("<Esc>", into: &state)
    #expect(try run("q", &state).last == .quit && run("quit", &state).last == .quit)
    try run("filter", &state)
    #expect(state.message?.text == "all matches: 6 matches")
  }

  @Test func `settings are changed and shown`() throws {
    var state = try atMatchesOfAlbum()
    try run("set gallery 4", &state)
    #expect(state.gallery.tileLevel == 3 && state.message?.text == "sizes.gallery is 4")
    try run("set sizes.matches = 1", &state)
    #expect(state.matches?.level == 0)
    #expect(try run("set mouse false", &state).last == .setMouse(false))
    guard case .restyle(let configuration)? = try run("set preview ascii", &state).last else {
      Issue.record("no restyle")
      return
    }
    #expect(configuration.preview == .ascii)
    _ = update(&state, .restyled(.ascii, .light))
    #expect(state.pictureStyle == .ascii && state.theme == .light)
    try run("set threshold safe", &state)
    #expect(state.threshold == thresholds().safe)
    try run("set preview", &state)
    #expect(state.message?.text == "preview is \"ascii\" (option :set)")
    try run("set workers", &state)
    #expect(state.message?.text == "workers is 2 (default)")
  }

  @Test func `keys are bound and taken away`() throws {
    var state = state(album())
    try run("map x last", &state)
    try type("x", into: &state)
    #expect(state.gallery.cursor == 29 && state.message == nil)
    try run("map gallery x first", &state)
    try type("x", into: &state)
    #expect(state.gallery.cursor == 0)
    try run("unmap gallery x", &state)
    try type("x", into: &state)
    #expect(state.gallery.cursor == 0)
    try run("map x half-page-down", &state)
    #expect(state.configuration.keys.count == 2, "the later binding replaces the earlier")
  }

  @Test func `a key that covers others is bound with a word about them, as in the file`() throws {
    var state = state(album())
    try run("map g last", &state)
    let covered = "gg (first) cannot be reached, as g (last) comes first"
    #expect(state.prompt == nil && state.message == Message(text: "g is last; \(covered)"))
    try type("g", into: &state)
    #expect(state.gallery.cursor == 29 && state.input == KeyInput())
    #expect(!state.keymap.rows.contains { $0.keys.contains("gg") })
    try run("unmap g", &state)
    try type("g g", into: &state)
    #expect(state.gallery.cursor == 0, "what was covered is back")
    try run("map <C-K> last", &state)
    try run("map <c-k> first", &state)
    #expect(state.message?.text == "<c-k> is first", "another notation of the same key")
  }

  @Test func `an export that fails brings the line back`() throws {
    for keys in ["", "<Enter> <Enter>"] {
      var state = state(album())
      try press(keys, into: &state)
      let effects = try run("export no/where.txt", &state)
      let reason = "the list cannot be written: No such file or directory"
      for effect in effects {
        switch effect {
        case .export(let request): _ = update(&state, .exported(request, .failed(reason)))
        case .exportPhotos(let request): _ = update(&state, .exportedPhotos(request, .failed(reason)))
        default: break
        }
      }
      #expect(state.prompt?.purpose == .command && state.prompt?.value == "export no/where.txt")
      #expect(state.message == Message(text: reason, isError: true))
      try type("<Esc> e <Enter>", into: &state)
      let request = PhotoExport(file: "x.txt", photos: [], overwrite: false)
      if keys.isEmpty { _ = update(&state, .exportedPhotos(request, .failed(reason))) }
      #expect(state.prompt?.purpose == (keys.isEmpty ? .gallery(.export) : nil), "a key's prompt is its own")
    }
  }

  @Test func `the gallery is sorted, filtered and written to a file`() throws {
    var state = state(album())
    try run("sort faces reverse", &state)
    #expect(state.photos.order == PhotoOrder(by: .faces, isReversed: true) && state.configuration.order == .faces)
    try run("set order name", &state)
    #expect(state.photos.order == PhotoOrder(by: .name, isReversed: true))
    try run("filter faces:2", &state)
    #expect(state.photos.count == 1)
    try run("filter all", &state)
    #expect(state.photos.count == 30)
    try run("filter faces:x:y", &state)
    #expect(state.prompt?.value == "filter faces:x:y" && state.message?.isError == true)
    try press("<Esc>", into: &state)
    guard case .exportPhotos(let export)? = try run("export all.txt", &state).last else {
      Issue.record("no export")
      return
    }
    #expect(export.file == "all.txt" && export.photos.count == 30)
  }

  @Test func `blanks and an empty line do nothing`() throws {
    var state = state(album())
    #expect(try run("   ", &state).isEmpty && state.prompt == nil && state.message == nil)
    #expect(try run("  goto   3 ", &state) == [.remember("goto 3")] && state.gallery.cursor == 2)
  }

  @Test(arguments: [(60, 15), (80, 24), (120, 40), (200, 60)])
  func `the line and its errors fit`(columns: Int, rows: Int) throws {
    var state = state(album(), columns: columns, rows: rows)
    try run("find " + String(repeating: "日本", count: 150), &state)
    for line in screen(state) { #expect(TerminalUI.columns(of: line) <= columns) }
  }
}
