extension Unicode.Scalar {
  /// Columns that a terminal gives this scalar: 0 for marks and invisible controls, 2 for East Asian wide
  /// characters and emoji (UAX #11), else 1.
  public var columns: Int {
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    if isEmojiModifier { return 0 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    if (0x1160...0x11FF).contains(value) { return 0 }
    return isWide ? 2 : 1
  }

  private var isEmojiModifier: Bool { (0x1F3FB...0x1F3FF).contains(value) }

  private var isWide: Bool {
    guard value >= 0x1100 else { return false }
    var (low, high) = (0, Self.wideRanges.count)
    while low < high {
      let middle = (low + high) / 2
      if Self.wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < Self.wideRanges.count && Self.wideRanges[low].contains(value)
  }

  /// Unicode's East_Asian_Width W and F, gaps of unassigned code points closed.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
    0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
    0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
    0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004,
    0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
    0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0,
    0x1F3F4...0x1F3F4, 0x1F3F8...0x1F3FA, 0x1F400...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC,
    0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596,
    0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2,
    0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A,
    0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAF6, 0x20000...0x3FFFF,
  ]
}

/// What a cell can show of a text. Scalars that a terminal may or may not join (emoji sequences, flags) are set
/// apart, so that every terminal agrees on the width; control characters are shown as their pictures.
public func cells(of text: some StringProtocol, style: Style = .plain) -> [Cell] {
  var cells: [Cell] = []
  cells.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    let scalar = visible(scalar)
    let width = scalar.columns
    if width > 0 {
      cells.append(Cell(Character(scalar), width: width, style: style))
    } else if scalar.properties.generalCategory == .nonspacingMark, !scalar.properties.isVariationSelector,
      let last = cells.last, last.character.unicodeScalars.count < 5
    {
      cells[cells.count - 1].character = Character(String(last.character) + String(Character(scalar)))
    }
  }
  return cells
}

/// Columns that a text takes.
public func columns(of text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + visible($1).columns }
}

private func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "?"
  case 0x7F: "\u{2421}"
  // The last are bytes of names that are no text (see `PathText`).
  case 0x80..<0xA0, 0x10FE00...0x10FEFF: "\u{FFFD}"
  default: scalar
  }
}

/// Shortens a text to a number of columns, with an ellipsis where something was cut: at the end, or in the
/// middle where the end matters as in file names.
public func shortened(_ text: String, to width: Int, middle: Bool = false) -> String {
  guard columns(of: text) > width else { return text }
  guard width > 1 else { return width == 1 ? "…" : "" }
  let all = cells(of: text)
  let tail = middle ? suffix(all, columns: (width - 1) / 2) : []
  let tailWidth = tail.reduce(0) { $0 + $1.width }
  let head = prefix(all, columns: width - 1 - tailWidth)
  return String(head.map(\.character)) + "…" + String(tail.map(\.character))
}

/// Shortens a path to a number of columns, with an ellipsis for what was cut from its start: its end says most.
public func shortenedAtStart(_ path: String, to width: Int) -> String {
  guard columns(of: path) > width, width > 1 else { return shortened(path, to: width) }
  return "…" + String(suffix(cells(of: path), columns: width - 1).map(\.character))
}

private func prefix(_ cells: [Cell], columns: Int) -> [Cell] {
  var left = columns
  return Array(
    cells.prefix {
      left -= $0.width
      return left >= 0
    })
}

private func suffix(_ cells: [Cell], columns: Int) -> [Cell] {
  prefix(cells.reversed(), columns: columns).reversed()
}
