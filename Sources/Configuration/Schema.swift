extension Setting {
  /// Everything that can be set but keys, in the order in which it is shown.
  public static let all: [Setting] = general + sizes + colours

  private static let general: [Setting] = [
    Setting(
      "pack", .text, nil, "Model pack: a name, or a folder with a pack.json. Without it, the bundled one.",
      example: "facetui-mini"),
    Setting(
      "cache", .folder, nil, "Folder of the cache. Without it, $XDG_CACHE_HOME/facetui or ~/.cache/facetui.",
      example: "~/.cache/facetui"),
    Setting(
      "keep-deleted", .days, .text("90 days"),
      "How long what is known of photos that were deleted stays in the cache."),
    Setting("workers", .whole(1...64), .whole(2), "Photos to look at in parallel."),
    Setting(
      "threshold", .wordOrNumber(["safe", "balanced", "everything"], -1...1), .text("balanced"),
      "Score from which on a face counts as the same person: one of the pack's, or a number."),
    Setting(
      "combine", .choice(Configuration.Combination.allCases.map(\.rawValue)), .text("best"),
      "With several query faces, a face counts by the best or by the mean of its scores."),
    Setting("min-face", .number(0...100_000), .number(0), "Leave out faces of fewer pixels from brow to chin."),
    Setting("min-quality", .number(0...1), .number(0), "Leave out faces of less quality."),
    Setting(
      "preview", .choice(Configuration.Preview.allCases.map(\.rawValue)), .text("auto"),
      "How pictures are drawn; auto takes the best that the terminal has."),
    Setting(
      "order", .choice(Configuration.Order.allCases.map(\.rawValue)), .text("name"),
      "Order of the gallery: names from A, dates from the oldest, faces and sizes from the most."),
    Setting("reverse", .flag, .flag(false), "The other way around."),
    Setting("mouse", .flag, .flag(true), "Whether facetui takes clicks and the wheel."),
  ]

  private static let sizes: [Setting] = [
    Setting("sizes.gallery", .whole(1...5), .whole(2), "Size of the gallery's pictures, from small to large."),
    Setting("sizes.matches", .whole(1...4), .whole(2), "Size of the matches' pictures, from none to large."),
  ]

  private static let colours: [Setting] =
    [
      Setting(
        "colours.theme", .choice(Configuration.ThemeName.allCases.map(\.rawValue)), .text("auto"),
        "Colours of the text; auto follows the terminal's background where it tells it. The names below change some.")
    ]
    + [
      ("title", "Names of things, keys in the footer."),
      ("quiet", "What may be overlooked: dates, places, lines."),
      ("strong", "What should not be: names, typed numbers, answers."),
      ("cursor", "Text under the cursor."),
      ("edge", "The frame around what is under the cursor, and bars of progress."),
      ("error", "Errors, and files that cannot be read."),
      ("mark", "Marks of matches."),
      ("faces", "How many faces a photo has."),
      ("same", "The verdict same."),
      ("maybe", "The verdict maybe."),
      ("query", "The query among its matches."),
      ("other", "The verdict other."),
      ("divider", "The line at the threshold."),
      ("frame", "The frame around the selected face, a colour."),
      ("other-frame", "The frames around other faces, a colour."),
    ].map { Setting("colours.\($0.0)", .style, nil, $0.1) }

  public static let named: [String: Setting] = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
}
