import Configuration
import TerminalUI
import Testing

@testable import GalleryUI

private func keymap(_ toml: String) -> (Keymap, problems: [String]) {
  let configuration = Configuration(toml: toml, file: "c.toml")
  var problems = configuration.problems
  let keymap = Keymap(configuration.keys, problems: &problems)
  return (keymap, problems.map(\.description))
}

private func configured(_ toml: String) throws -> State {
  let (keymap, problems) = keymap(toml)
  #expect(problems == [])
  var state = State(
    size: Size(columns: 80, rows: 24), folder: "~/photos", packName: "test", thresholds: thresholds(), keymap: keymap,
    configuration: Configuration(toml: toml, file: "c.toml"))
  _ = update(&state, .library(.listed(album())))
  _ = update(&state, .library(.finished(.init(total: 30, done: 30))))
  return state
}

@Suite struct KeymapTests {
  @Test func aKeyIsBoundInOneScreenOrInAll() throws {
    var state = try configured("[keys]\nx = \"down\"\n[keys.gallery]\n\"gz\" = \"last\"\n")
    try type("x", into: &state)
    #expect(state.gallery.cursor == GalleryLayout(state).columns)
    try type("g z", into: &state)
    #expect(state.gallery.cursor == 29)
    try type("j g g <Enter>", into: &state)
    #expect(state.scope == .photo && state.gallery.cursor == 0, "what was bound stays")
  }

  @Test func anUnboundKeyDoesNothing() throws {
    var state = try configured("[keys]\n\"<C-f>\" = \"unbind\"\n[keys.gallery]\nj = \"unbind\"")
    try type("j <C-f>", into: &state)
    #expect(state.gallery.cursor == 0 && state.input == KeyInput())
    try type("<Down>", into: &state)
    #expect(state.gallery.cursor > 0)
  }

  @Test func aKeyOfAnotherCommandIsTakenFromIt() throws {
    var state = try configured("[keys.gallery]\nj = \"last\"")
    try type("j", into: &state)
    #expect(state.gallery.cursor == 29)
    #expect(
      state.keymap.bindings(in: .matches).contains { $0.command == "down" && $0.keys.contains([.character("j")]) })
    #expect(state.keymap.bindings(in: .gallery).first { $0.command == "down" }?.keys == [[.down]])
  }

  @Test func theScreenCountsMoreThanAll() throws {
    let (keymap, problems) = keymap("[keys.gallery]\nx = \"last\"\n[keys]\nx = \"first\"")
    #expect(problems == [])
    func command(_ scope: Scope) -> String? {
      if case .binding(let binding) = keymap.resolve([.character("x")], in: scope) { binding.command } else { nil }
    }
    #expect(command(.gallery) == "last" && command(.matches) == "first" && command(.photo) == "first")
  }

  @Test(arguments: [
    ("x = \"exprot\"", "c.toml:2:5: there is no command exprot; did you mean export?"),
    ("\"<Entr>\" = \"open\"", "c.toml:2:1: <Entr> is no key; keys are written like j, <Enter>, <C-d> or \"text\""),
    ("\"<C-c>\" = \"unbind\"", "c.toml:2:1: <C-c> always leaves the program; it cannot be bound"),
    ("5 = \"down\"", "c.toml:2:1: 5 begins with a digit; digits are counts and numbers of faces"),
    ("\"\" = \"down\"", "c.toml:2:1: a key is empty; keys are written like j, gg, <Enter> or <C-d>"),
    ("abcde = \"down\"", "c.toml:2:1: abcde is too long: four keys at most"),
    ("\"<WheelUp:1,1>\" = \"down\"", "c.toml:2:1: <WheelUp:1,1> is no key that can be bound"),
    ("gallery.x = \"query\"", "c.toml:2:13: query is no command of gallery, but of photo"),
    (
      "galery.x = \"quit\"",
      "c.toml:2:1: there is no screen galery, only gallery, folders, photo, matches, compare, problems, help, message; did you mean gallery?"
    ),
    ("g = \"last\"", "c.toml:2:1: gg (first) cannot be reached, as g (last) comes first"),
    ("jx = \"last\"", "c.toml:2:1: jx (last) cannot be reached, as j (down) comes first; unbind j"),
    ("\"<c-k>\" = \"up\"\n\"<C-k>\" = \"down\"", "c.toml:3:1: <C-k> is set in line 2 already; that one counts"),
  ])
  func whatIsWrongIsToldWithItsPlace(line: String, problem: String) {
    #expect(keymap("[keys]\n" + line).problems == [problem])
  }

  @Test(arguments: [
    ("\"gx\" = \"nonsense\"\n[keys.nowhere]\nx = \"last\"", ["gx", "x"]),
    ("\"<Foo>\" = \"up\"\n5 = \"up\"", ["<Foo>", "5"]),
    ("jx = \"last\"\nz = \"last\"", ["jx"]), ("gallery.jx = \"last\"\ngallery.j = \"unbind\"", []),
    ("\"<c-k>\" = \"up\"\n\"<C-k>\" = \"down\"", ["<C-k>"]), ("g = \"last\"", []),
  ])
  func whatDoesNothingIsKnown(_ toml: String, _ refused: [String]) {
    let (keymap, problems) = keymap("[keys]\n" + toml)
    #expect(keymap.refused.map(\.keys) == refused && problems.count >= refused.count, "\(problems)")
    for scope in Scope.allCases {
      let all = keymap.bindings(in: scope).flatMap(\.keys)
      #expect(!all.contains { keys in all.contains { $0.count < keys.count && keys.starts(with: $0) } })
    }
  }

  @Test func helpFooterAndTableShowWhatHolds() throws {
    let state = try configured(
      "[keys.gallery]\nx = \"quit\"\nq = \"unbind\"\nf = \"unbind\"\n[keys]\n\"<F2>\" = \"help\"")
    #expect(screen(state).last == "  Enter open  / search  Space mark  T folders  s order  F2 help  x quit")
    #expect(HelpView.lines(state.keymap).contains(.key("x Q", "quit; what is indexed stays", command: "quit")))
    #expect(HelpView.lines(state.keymap).contains(.key("<F2> ? <F1>", "this help", command: "help")))
    #expect(
      !HelpView.lines(state.keymap).contains {
        if case .key(_, let help, _) = $0 { help.hasPrefix("all, with") } else { false }
      })
    let rows = state.keymap.rows
    #expect(
      rows.contains(KeyRow(scope: "gallery", keys: ["x", "Q"], command: "quit", help: "quit; what is indexed stays")))
    #expect(rows.contains { $0.scope == "gallery" && $0.command == "filter" && $0.keys.isEmpty })
  }

  @Test func sentencesNameTheUsersKeys() throws {
    let text = "[keys.gallery]\n\"<C-v>\" = \"range\"\nb = \"left\"\nx = \"down\"\n[keys.matches]\nv = \"unbind\""
    let state = try configured(text)
    func help(_ command: String, _ scope: String) -> String? {
      state.keymap.rows.first { $0.command == command && $0.scope == scope }?.help
    }
    #expect(help("range", "gallery") == "start a range of photos; C-v again marks it")
    #expect(help("range", "matches") == "start a range", "without a key nothing is promised")
    #expect(help("enter-folders", "gallery") == "to the folders, as b at the left edge")
    let lines = HelpView.lines(state.keymap).map(\.text)
    #expect(lines.contains { $0.hasSuffix("C-v again marks it") } && lines.contains { $0.hasSuffix("such as 5 x") })
    #expect(!lines.contains { $0.contains("{") } && !lines.contains { $0.hasSuffix("; v again marks it") })
  }

  @Test func commandsHaveNames() {
    let commands = Set(Keymap.standard.rows.map(\.command))
    let some: Set = [
      "open", "query", "query-match", "next-face", "raise-threshold", "half-page-down", "first", "left", "open-outside",
      "toggle-tiles", "export", "quit",
    ]
    #expect(commands.isSuperset(of: some))
    #expect(commands.allSatisfy { $0.allSatisfy { $0 == "-" || $0.isLowercase } }, "\(commands)")
  }

  @Test func theExampleHoldsTheDefaults() {
    let text = ConfigurationExample.lines.joined(separator: "\n")
    let (keymap, problems) = keymap(text)
    #expect(problems == [])
    #expect(keymap.rows == Keymap.standard.rows)
    let coloured = text.replacing("# title = ", with: "title = ")
    #expect(Configuration(toml: coloured, file: "").styles["title"].map(Style.init) == Theme.neutral.title)
  }

  @Test func theStateBeginsAsConfigured() throws {
    var state = try configured("threshold = \"safe\"\n[sizes]\ngallery = 4\nmatches = 3")
    #expect(state.threshold == thresholds().safe && state.gallery.tileLevel == 3)
    try type("<Enter> <Enter>", into: &state)
    #expect(state.matches?.level == 2)
    #expect(try configured("threshold = -0.25").threshold == -0.25)
    var mean = try configured("combine = \"mean\"")
    try type("<Enter> <Enter>", into: &mean)
    #expect(mean.matches?.question.combination == .mean)
  }
}

@Suite struct ConfiguredThemes {
  private func theme(_ toml: String, _ background: (UInt8, UInt8, UInt8)? = nil) -> Theme {
    Theme(Configuration(toml: toml, file: ""), background: background)
  }

  @Test func theBackgroundChoosesTheTheme() {
    #expect(theme("") == .neutral && theme("", (20, 20, 30)) == .dark && theme("", (250, 250, 240)) == .light)
    #expect(theme("colours.theme = \"light\"", (0, 0, 0)) == .light)
    #expect(theme("colours.theme = \"dark\"") == .dark)
    #expect(theme("colours.theme = \"contrast\"", (255, 255, 255)) == .contrast(isLight: true))
  }

  @Test func singleColoursAreTheUsersOwn() {
    let own = theme("[colours]\ntheme = \"dark\"\nsame = \"bold #00ff00 on 17\"\nother-frame = \"red\"")
    #expect(own.same == Style(foreground: .rgb(0, 255, 0), background: .palette(17), bold: true))
    #expect(own.otherFace == (205, 0, 0) && own.title == Theme.dark.title)
  }

  @Test func everyStyleHasItsSetting() {
    let names = Setting.all.filter { if case .style = $0.kind { true } else { false } }.map(\.key)
    #expect(Set(names) == Set(Theme.names.keys))
  }
}
