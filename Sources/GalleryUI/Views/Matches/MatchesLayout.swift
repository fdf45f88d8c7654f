import TerminalUI

/// Where the matches lie: rows or tiles on the left, the queries and what is known about the scores beside or above.
struct MatchesLayout {
  /// Rows of a match's crop, about; 1 shows no crop.
  static let rowHeights = [1, 5, 8, 11]
  /// Columns of a tile's crop, about; it is square.
  static let tileWidths = [10, 14, 20, 28]
  /// Rows of text below a tile's crop.
  static let captionRows = 2
  static let panelColumns = 36
  /// Rows above the list, in a low window only for text.
  static let bandRows = (most: 4, least: 2)
  /// Rows that the list leaves over and the band's axis and bars make use of.
  private static let bandGrowth = 2
  /// Columns that a row without a crop has at least where several stand side by side.
  private static let lineColumns = 70
  /// Columns of text beside a crop alone.
  static let textColumns = 24
  /// With fewer matches than that to be seen, photos beside the crops make room for more; of true pixels they only get
  /// smaller.
  private static let fewItems = 5
  /// Columns of text that say all there is; what a row has beyond stays empty, so others stand beside it instead.
  private static let fullText = 36
  /// Columns of text beside a crop where it is that or an empty middle.
  private static let shortText = 20

  let list: Rect
  /// Beside the list, where there is room.
  let panel: Rect?
  /// Above the list, where there is none beside it.
  let band: Rect?
  let asTiles: Bool
  /// Size of a match without the gap after it.
  let itemColumns, itemRows: Int
  let geometry: SectionGeometry
  /// Groups that follow each other in the same lines, their headers in the rows above the lines.
  private let flowing: MatchPlaces?
  /// Of a match.
  var size: Size { Size(columns: itemColumns, rows: itemRows) }
  /// Columns that lines of tiles leave at the end; the first tiles have one more each.
  private let spare: Int

  init(_ state: State, _ matches: Matches) {
    let body = Chrome.body(state.size)
    let hasPanel = body.columns >= 90 && body.rows >= 18
    let columns = body.columns - 4 - (hasPanel ? Self.panelColumns + 2 : 0)
    let least = hasPanel ? 0 : body.rows >= 9 ? Self.bandRows.most : Self.bandRows.least
    let room = Size(columns: columns, rows: body.rows - least)
    asTiles = matches.asTiles
    let level = min(matches.level, (asTiles ? Self.tileWidths : Self.rowHeights).count - 1)
    let hasPictures = asTiles || level > 0
    flowing = hasPictures ? matches.groups : nil
    // For the header above the first visible line.
    let head = flowing != nil || room.rows >= 10 && hasPictures ? 1 : 0
    let growth = least == Self.bandRows.most ? Self.bandGrowth : 0
    let fit = Self.fit(
      asTiles, level, in: Size(columns: columns, rows: room.rows - head), free: growth, state.pictureStyle)
    let top = least + max(0, min(growth, room.rows - head - fit.used))
    list = Rect(column: 2, row: body.row + top, columns: columns, rows: body.rows - top)
    panel =
      hasPanel ? Rect(column: list.endColumn + 2, row: body.row, columns: Self.panelColumns, rows: body.rows) : nil
    band = hasPanel ? nil : Rect(column: 2, row: body.row, columns: columns, rows: top)
    itemColumns = ItemFit.columns(fit.perLine, in: columns)
    spare = max(0, columns - ItemFit.between * (fit.perLine - 1)) % fit.perLine
    itemRows = max(1, min(fit.rows, list.rows))
    let gap = itemRows > 1 ? ItemFit.gap : 0
    geometry = SectionGeometry(
      count: matches.ranked.count, columns: fit.perLine, itemRows: itemRows, gap: gap,
      rows: list.rows - (flowing == nil ? 0 : 1),
      sections: flowing == nil ? Self.sections(state, matches, hasRoom: gap > 0 || fit.perLine > 1) : [])
  }

  private static func fit(
    _ asTiles: Bool, _ level: Int, in size: Size, free: Int, _ style: PictureStyle
  ) -> ItemFit {
    if asTiles {
      return .tiles(near: tileWidths[level], caption: captionRows, in: size, free: free, style)
    }
    guard level > 0 else {
      return ItemFit(perLine: ItemFit.perLine(size.columns, least: lineColumns), rows: 1, used: size.rows)
    }
    let rows = ItemFit.height(near: rowHeights[level], filling: size.rows, gap: ItemFit.gap, free: free)
    let lines = max(1, (size.rows + ItemFit.gap) / (rows + ItemFit.gap))
    let crop = style.columns(ofSquare: rows)
    let withPhoto = 1 + crop + 1 + crop * 4 / 3 + 2 + textBesidePhoto(style)
    var perLine = ItemFit.perLine(size.columns, least: withPhoto)
    let isFew = lines * perLine < fewItems
    let text = ItemFit.columns(perLine, in: size.columns) - withPhoto + textBesidePhoto(style)
    if isFew || text > fullText {
      let withText = 1 + crop + 2 + (isFew ? textColumns : shortText)
      let least = style.way.isGraphic ? 1 + crop + 1 + crop + 2 + textBesidePhoto(style) : withText
      perLine = max(perLine, ItemFit.perLine(size.columns, least: least))
    }
    return ItemFit(perLine: perLine, rows: rows, used: lines * (rows + ItemFit.gap) - ItemFit.gap)
  }

  /// Columns of text that a photo beside the crop leaves at least; a small photo of true pixels is worth more.
  static func textBesidePhoto(_ style: PictureStyle) -> Int { style.way.isGraphic ? 14 : 18 }

  /// Groups, or what lies on the sides of the threshold where a line has room for a header.
  private static func sections(_ state: State, _ matches: Matches, hasRoom: Bool) -> [SectionGeometry.Section] {
    if let groups = matches.groups { return groups.starts.map { .init(start: $0, hasHeader: true) } }
    guard hasRoom, matches.places == nil else { return [] }
    return [matches.firstBelow(state.threshold), matches.firstOfSamePhoto].compactMap(\.self)
      .map { .init(start: $0, hasHeader: true) }
  }

  /// The visible matches: their places in the list, and where they are drawn.
  func visible(top: Int) -> [(place: Int, rect: Rect)] {
    geometry.visible(top: top).flatMap { line, row in
      geometry.places(inLine: line).enumerated().map { column, place in (place, rect(column: column, row: row)) }
    }
  }

  private func rect(column: Int, row: Int) -> Rect {
    let left = column * (itemColumns + ItemFit.between) + min(column, spare)
    let row = row + (flowing == nil ? 0 : 1)
    return Rect(
      column: list.column + left, row: list.row + row, columns: itemColumns,
      rows: min(itemRows, max(0, list.rows - row)))
  }

  func place(at position: Position, top: Int) -> Int? {
    visible(top: top).first { $0.rect.contains(position) }?.place
  }

  // MARK: - Headers

  /// A row above items.
  struct Header: Equatable {
    /// The first place of the section.
    var start: Int
    var rect: Rect
    /// Whether the section begins further up.
    var isContinued = false
  }

  func headers(top: Int) -> [Header] {
    geometry.visible(top: top).flatMap { line, row in
      let places = geometry.places(inLine: line)
      if let flowing { return headers(of: flowing, places, row) }
      guard geometry.hasHeader(line) else { return [] }
      let rect = Rect(column: list.column + 1, row: list.row + row - 1, columns: list.columns - 1, rows: 1)
      return [Header(start: places.lowerBound, rect: rect)]
    }
  }

  /// Over each group's part of a line.
  private func headers(of groups: MatchPlaces, _ places: Range<Int>, _ row: Int) -> [Header] {
    let parts = Dictionary(grouping: places) { groups.start(of: $0) }
    return parts.compactMap { start, members in
      guard let start, let first = members.first, let last = members.last else { return nil }
      let left = rect(column: first - places.lowerBound, row: row)
      let right = rect(column: last - places.lowerBound, row: row)
      let end = last + 1 == places.upperBound && geometry.columns == 1 ? list.endColumn : right.endColumn
      let area = Rect(column: left.column, row: left.row - 1, columns: end - left.column, rows: 1)
      return Header(start: start, rect: area, isContinued: start < first)
    }
  }
}

extension Matches {
  /// The first match below a threshold, where there are any on both sides.
  func firstBelow(_ threshold: Float) -> Int? {
    let cut = count(above: threshold)
    return cut > 0 && cut < comparable ? cut : nil
  }

  /// The first face of the queries' own photos, which stand apart from the order of the scores.
  var firstOfSamePhoto: Int? { comparable > 0 && comparable < ranked.count ? comparable : nil }
}
