/// How much of a cell's 2×3 blocks the characters of ASCII cover.
struct ASCIIGlyph: Sendable {
  var character: Character
  /// Share of the brightest that a whole cell of ASCII can be, 0-1.
  var brightness: Float
  /// Share of the most that a character covers in the block's row, 0-1: left and right of the rows from the top.
  var shape: SIMD8<Float>

  static let all = measured.map { character, percent in
    var shape = SIMD8<Float>.zero
    for block in 0..<6 { shape[block] = min(1, Float(percent[block]) / rowMost[block / 2]) }
    return ASCIIGlyph(
      character: character, brightness: min(1, Float(percent.reduce(0, +)) / 6 / most), shape: shape)
  }

  /// Percent that '@', 'M' and their like cover of a cell, and of the blocks in each of its rows.
  private static let most: Float = 25.5
  private static let rowMost: [Float] = [17, 46, 22]

  /// Percent of each block, in rows from the top: the mean of DejaVu Sans Mono and Noto Sans Mono.
  private static let measured: [(Character, [Int])] = [
    (" ", [0, 0, 0, 0, 0, 0]), ("`", [9, 4, 0, 0, 0, 0]), (".", [0, 0, 0, 0, 6, 6]),
    ("'", [5, 5, 4, 3, 0, 0]), ("-", [0, 0, 9, 9, 0, 0]), (",", [0, 0, 0, 0, 14, 8]),
    (":", [0, 0, 7, 6, 6, 6]), ("~", [0, 0, 16, 16, 0, 0]), ("\"", [10, 10, 7, 7, 0, 0]),
    (";", [0, 0, 5, 7, 14, 8]), ("_", [0, 0, 0, 0, 18, 18]), ("^", [10, 9, 13, 13, 0, 0]),
    ("!", [6, 6, 13, 12, 5, 5]), ("*", [8, 8, 18, 18, 0, 0]), ("\\", [11, 0, 18, 11, 0, 15]),
    ("/", [0, 11, 14, 16, 15, 0]), ("+", [1, 1, 26, 25, 2, 2]), ("<", [0, 0, 26, 26, 0, 4]),
    (">", [0, 0, 26, 26, 4, 0]), ("(", [2, 9, 27, 4, 9, 12]), (")", [9, 2, 4, 26, 13, 8]),
    ("|", [6, 6, 13, 13, 13, 12]), ("=", [0, 0, 33, 32, 0, 0]), ("r", [0, 2, 31, 16, 14, 5]),
    ("c", [0, 2, 31, 10, 13, 12]), ("L", [11, 0, 31, 0, 18, 15]), ("J", [4, 13, 0, 31, 16, 13]),
    ("x", [0, 0, 28, 27, 12, 12]), ("Y", [12, 12, 24, 23, 6, 5]), ("T", [20, 20, 16, 15, 6, 6]),
    ("n", [1, 1, 34, 32, 11, 11]), ("o", [1, 1, 32, 32, 15, 15]), ("V", [11, 11, 29, 29, 9, 9]),
    ("Z", [12, 20, 15, 17, 19, 15]), ("a", [2, 1, 27, 37, 17, 18]), ("e", [1, 1, 40, 32, 14, 13]),
    ("X", [12, 11, 28, 28, 12, 12]), ("w", [0, 0, 39, 38, 15, 16]), ("%", [17, 4, 35, 34, 5, 19]),
    ("U", [11, 11, 31, 31, 16, 16]), ("m", [2, 1, 44, 42, 15, 15]), ("b", [14, 1, 38, 32, 18, 16]),
    ("p", [1, 1, 35, 32, 34, 16]), ("q", [1, 1, 32, 35, 16, 34]), ("d", [1, 14, 33, 38, 16, 18]),
    ("K", [11, 13, 48, 24, 12, 13]), ("H", [11, 11, 40, 40, 12, 12]), ("#", [7, 9, 46, 46, 10, 8]),
    ("O", [16, 15, 32, 32, 16, 15]), ("D", [20, 12, 31, 33, 20, 13]), ("8", [16, 16, 35, 35, 17, 16]),
    ("Q", [16, 15, 32, 32, 16, 28]), ("W", [10, 10, 47, 46, 15, 15]), ("B", [18, 15, 38, 37, 19, 17]),
    ("M", [17, 18, 48, 48, 11, 11]), ("@", [10, 12, 44, 43, 24, 22]),
  ]
}
