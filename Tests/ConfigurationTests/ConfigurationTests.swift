import Testing

@testable import Configuration

private func problems(_ toml: String) -> [String] {
  Configuration(toml: toml, file: "c.toml").problems.map(\.description)
}

@Suite struct ConfigurationTests {
  @Test func defaultsHoldWithoutAFile() {
    let configuration = Configuration()
    #expect(configuration.workers == 2 && configuration.mouse && configuration.order == .name)
    #expect(configuration.preview == .auto && configuration.threshold == .balanced && configuration.theme == .auto)
    #expect(!configuration.isReversed && configuration.gallerySize == 2 && configuration.matchesSize == 2)
    #expect(configuration.minFace == 0 && configuration.minQuality == 0)
    #expect(configuration.pack == nil && configuration.cache == nil && configuration.styles.isEmpty)
  }

  @Test func everyValueIsRead() {
    let configuration = Configuration(
      toml: """
        pack = "other"
        cache = "~/faces"
        workers = 4
        threshold = 0.5
        min-face = 30
        min-quality = 0.25
        preview = "sextants"
        order = "date"
        reverse = true
        mouse = false
        [sizes]
        gallery = 5
        matches = 1
        [colours]
        theme = "light"
        title = "bold underline #ff8000 on bright-blue"
        quiet = 244
        """, file: "c.toml")
    #expect(configuration.problems == [])
    #expect(configuration.pack == "other" && configuration.cache == "~/faces" && configuration.workers == 4)
    #expect(configuration.threshold == .score(0.5) && configuration.minFace == 30 && configuration.minQuality == 0.25)
    #expect(configuration.preview == .sextants && configuration.order == .date && configuration.isReversed)
    #expect(!configuration.mouse && configuration.gallerySize == 5 && configuration.matchesSize == 1)
    #expect(configuration.theme == .light)
    #expect(configuration.styles["title"]?.foreground == .rgb(255, 128, 0))
    #expect(configuration.styles["title"]?.background == .palette(12))
    #expect(configuration.styles["title"]?.bold == true && configuration.styles["title"]?.underline == true)
    #expect(configuration.styles["quiet"]?.foreground == .palette(244))
    #expect(configuration.origin("workers") == .file("c.toml", line: 3))
    #expect(configuration.origin("colours.theme") == .file("c.toml", line: 15))
  }

  @Test func aWrongValueIsToldWithItsPlaceAndLeavesTheRest() {
    let toml = "workers = 400\nmouse = false\n\n  preview =   \"sextant\" # too few\n[colours]\ntheme = true\n"
    #expect(
      problems(toml) == [
        "c.toml:1:11: workers must be a whole number from 1 to 64, not 400",
        "c.toml:4:15: preview must be one of auto, kitty, sixel, iterm, octants, sextants, quadrants, half, ascii, none, "
          + "not \"sextant\"; did you mean sextants?",
        "c.toml:6:9: colours.theme must be one of auto, dark, light, contrast, not true",
      ])
    let configuration = Configuration(toml: toml, file: "c.toml")
    #expect(!configuration.mouse && configuration.workers == 2 && configuration.preview == .auto)
  }

  @Test func anUnknownNameIsToldWithWhatWasMeant() {
    #expect(problems("wrokers = 3") == ["c.toml:1:1: there is no setting wrokers; did you mean workers?"])
    #expect(problems("\n theme = \"dark\"") == ["c.toml:2:2: there is no setting theme; did you mean colours.theme?"])
    #expect(problems("zzzzzzzz = 3") == ["c.toml:1:1: there is no setting zzzzzzzz"])
    #expect(
      problems("[colors]\ntheme = \"dark\"\n[sizes]\ngallery = 9") == [
        "c.toml:1:1: there is no table [colors]; did you mean colours?; it is left out",
        "c.toml:4:11: sizes.gallery must be a whole number from 1 to 5, not 9",
      ])
    #expect(problems("[[sizes]]")[0].hasPrefix("c.toml:1:1: [[sizes]] is a list of tables"))
  }

  @Test func whatIsNotTOMLIsToldWithItsPlaceAndLeavesTheRest() {
    for (line, column) in [("workers = ", 11), ("workers = 3 4", 13), ("= 3", 1), ("order = \"date", 14)] {
      let configuration = Configuration(toml: "reverse = true\n\(line)\nmouse = false\n", file: "c.toml")
      #expect(configuration.problems.count == 1 && !configuration.mouse && configuration.isReversed, "\(line)")
      #expect(configuration.problems.first?.place == Place(line: 2, column: column), "\(line)")
    }
  }

  @Test func anArrayThatIsNeverClosedTakesNothingWithIt() {
    let configuration = Configuration(toml: "pack = [1,\n[colours]\ntheme = \"dark\"\n", file: "c.toml")
    #expect(configuration.problems.count == 1 && configuration.problems.first?.place?.line == 1)
    #expect(configuration.theme == .dark)
  }

  @Test func valuesMayTakeSeveralLinesAndTheRestKeepsItsPlace() {
    #expect(
      problems("pack = [\n 1, # ]\n 2\n]\npack = '''\na'''\nworkers = -1") == [
        "c.toml:1:8: pack cannot be a list",
        "c.toml:5:1: pack is set in line 1 already; that one counts",
        "c.toml:7:11: workers must be a whole number from 1 to 64, not -1",
      ])
  }

  @Test func dottedKeysAndInlineTablesAreTheSameAsTables() {
    let configuration = Configuration(toml: "sizes = { gallery = 4 }\ncolours.theme = \"dark\"", file: "c.toml")
    #expect(configuration.problems == [] && configuration.gallerySize == 4 && configuration.theme == .dark)
  }

  @Test func whatIsSetTwiceCountsOnce() {
    #expect(problems("workers = 3\nworkers = 4") == ["c.toml:2:1: workers is set in line 1 already; that one counts"])
    #expect(Configuration(toml: "workers = 3\nworkers = 4", file: "c.toml").workers == 3)
  }

  @Test func windowsLineEndsAndAByteOrderMarkAreFine() {
    let configuration = Configuration(
      toml: "\u{FEFF}workers = 3\r\nmouse = false\r\n[sizes]\r\ngallery = 9\r\n", file: "c")
    #expect(configuration.workers == 3 && !configuration.mouse)
    #expect(configuration.problems.map(\.place) == [Place(line: 4, column: 11)])
  }

  @Test(arguments: [
    ("bold red", true), ("#12345", false), ("on", false), ("red blue", false), ("256", false),
    ("bright-red on 17", true),
    ("", false), ("dim on black", true), ("on black", true), ("bold on", false), ("default", true), ("#GG0000", false),
  ])
  func stylesAreCheckedWordByWord(text: String, isRight: Bool) {
    #expect(problems("[colours]\ntitle = \"\(text)\"").isEmpty == isRight)
  }

  @Test func aColourThatIsMisspeltIsToldWithWhatWasMeant() {
    #expect(problems("colours.title = \"bodl\"")[0].hasSuffix("did you mean bold?"))
    #expect(problems("colours.titel = \"bold\"")[0].hasSuffix("did you mean colours.title?"))
  }

  @Test(arguments: [
    ("on on red", "a colour must follow on, not \"on\""), ("red on bold", "a colour must follow on, not \"bold\""),
    ("on rad", "a colour must follow on, not \"rad\"; did you mean red?"),
    ("red on blue on green", "on stands twice; it puts one colour behind the text"),
    ("red grey", "grey is one colour too many; on puts one behind the text"),
  ])
  func aHintIsNeverTheWordThatIsWrong(text: String, reason: String) {
    #expect(problems("colours.same = \"\(text)\"") == ["c.toml:1:16: \(reason)"])
  }

  @Test func keysKeepTheirPlaces() throws {
    let configuration = Configuration(
      toml: "[keys]\n\"<C-n>\" = \"down\"\n[keys.gallery]\n x = 'quit'\n y = 3", file: "c.toml")
    let keys = configuration.keys
    #expect(keys.map(\.scope) == [nil, "gallery"] && keys.map(\.keys) == ["<C-n>", "x"])
    #expect(keys.map(\.command) == ["down", "quit"])
    #expect(keys[1].place == Place(line: 4, column: 2) && keys[1].commandPlace == Place(line: 4, column: 6))
    #expect(configuration.problems.map(\.place) == [Place(line: 5, column: 6)])
  }

  @Test func everyDefaultIsOneOfItsValues() throws {
    for setting in Setting.all {
      guard let standard = setting.standard else { continue }
      #expect(try setting.checked(standard) == standard, "\(setting.name)")
    }
    #expect(Setting.named.count == Setting.all.count)
  }

  @Test func bytesOfAnyKindAreReadToTheirEnd() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "[", "]", "{", "}", "=", "\"", "'", "\n", "\\", "#", "a", "keys", ".", ",", "1", "\0", "\u{301}", "\t", "\"\"\"",
    ]
    for _ in 0..<300 {
      let text = (0..<40).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let configuration = Configuration(toml: text, file: "c.toml")
      #expect(configuration.problems.allSatisfy { ($0.place?.line ?? 1) <= text.count + 1 })
    }
    let deep = Configuration(toml: "a = " + String(repeating: "[", count: 10_000), file: "c.toml")
    #expect(deep.problems.count == 1)
    let nested = Configuration(toml: String(repeating: "a.", count: 5_000) + "a = 1", file: "c.toml")
    #expect(nested.workers == 2)
  }
}
