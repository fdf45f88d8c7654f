import Testing

@testable import Configuration

@Suite struct ConfigurationTextTests {
  private let golden = """
    # c.toml
    # pack is not set
    # cache is not set
    keep-deleted = "90 days"      # default
    workers = 8                   # option --workers
    threshold = 0.5               # c.toml:1
    combine = "best"              # default
    min-face = 0.0                # default
    min-quality = 0.0             # default
    preview = "auto"              # default
    order = "date"                # c.toml:2
    reverse = false               # default
    mouse = true                  # default

    [sizes]
    gallery = 2                   # default
    matches = 2                   # default

    [colours]
    theme = "auto"                # default
    cursor = "black on #ffffff"   # c.toml:4

    [keys]
    "<C-n>" = "down"              # c.toml:6

    [keys.photo]
    "\\"" = "back"                 # c.toml:8
    """

  @Test func everythingThatHoldsIsPrintedWithItsOrigin() {
    var configuration = Configuration(
      toml: """
        threshold = 0.5
        order = "date"
        [colours]
        cursor = "black on #ffffff"
        [keys]
        "<C-n>" = "down"
        [keys.photo]
        '"' = "back"
        """, file: "c.toml")
    configuration.set("workers", to: .whole(8), from: .option("--workers"))
    #expect(configuration.lines.joined(separator: "\n") == golden)
  }

  @Test func whatIsPrintedSaysTheSameWhenRead() {
    let first = Configuration(toml: golden, file: "c.toml")
    let second = Configuration(toml: first.lines.joined(separator: "\n"), file: "d.toml")
    #expect(first.problems == [] && second.problems == [])
    for setting in Setting.all { #expect(first.value(setting.name) == second.value(setting.name)) }
    #expect(first.keys.map(\.keys) == second.keys.map(\.keys))
  }

  @Test func theExampleHoldsTheDefaults() {
    let example = Configuration(toml: Configuration.example(styles: [:]).joined(separator: "\n"), file: "c.toml")
    #expect(example.problems == [])
    for setting in Setting.all { #expect(example.value(setting.name) == setting.standard) }
    #expect(example.choices.count == Setting.all.count { $0.standard != nil })
  }
}
