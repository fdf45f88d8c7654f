import PathText
import SystemPackage

/// Pairs of pictures with whether they show the same person, as face verification is measured on.
public struct PairList: Sendable, Equatable {
  public struct Pair: Sendable, Equatable {
    /// In the list's file, from 1.
    public var line: Int
    public var first, second: FilePath
    public var isSame: Bool
  }

  /// At least one.
  public let pairs: [Pair]
  /// For each pair the part of a cross-validation that it belongs to, from 0. Where the file has no folds: the k-th
  /// tenth of the pairs of one person and the k-th tenth of the others, in the file's order.
  public let folds: [Int]
  /// Whether the file itself says what its folds are.
  public let hasOwnFolds: Bool

  /// Two forms are told apart by the first line:
  /// - `path path label` in each line, separated by white space; label 1 is the same person, 0 others;
  /// - LFW's pairs.txt: `folds n` (or `n` alone), then for each fold n lines `name i j` and n lines `name i name j`, where
  ///   picture 7 of a name is `name/name_0007.jpg` (http://vis-www.cs.umass.edu/lfw/README.txt).
  /// Names may hold any bytes.
  /// - Throws: `.file` where it cannot be read or a line, which is named, has another form.
  public init(file: FilePath) throws(LibraryError) {
    let bytes: FileBytes
    do { bytes = try FileReader.read(file) } catch { throw .file(file.text, reason: error.reason) }
    try self.init(bytes.bytes, name: file.text)
  }

  init(_ bytes: [UInt8], name: String) throws(LibraryError) {
    guard !bytes.contains(0) else { throw .file(name, reason: "is not a list of pairs: it is not text") }
    let lines = Self.lines(String(raw: bytes, keeping: Set(9...13)))
    do throws(LineError) {
      if let header = lines.first?.header {
        pairs = try lines.dropFirst().map { line throws(LineError) in try line.lfwPair() }
        hasOwnFolds = header.count == 2
        folds = hasOwnFolds ? try Self.folds(of: pairs, header: header) : Self.tenths(pairs)
      } else {
        pairs = try lines.map { line throws(LineError) in try line.pair() }
        hasOwnFolds = false
        folds = Self.tenths(pairs)
      }
    } catch {
      throw .file(name, reason: error.reason)
    }
    if pairs.isEmpty { throw .file(name, reason: "has no pairs") }
  }

  private static func lines(_ text: String) -> [PairLine] {
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { PairLine(number: $0 + 1, fields: $1.split(whereSeparator: \.isWhitespace).map(String.init)) }
      .filter { !$0.fields.isEmpty }
  }

  private static func folds(of pairs: [Pair], header: [Int]) throws(LineError) -> [Int] {
    let (size, overflow) = header[1].multipliedReportingOverflow(by: 2)
    guard !overflow, size > 0, pairs.count % size == 0, pairs.count / size == header[0] else {
      throw LineError(
        reason: "line 1 promises \(plural(header[0], "fold", "folds")) of \(plural(header[1], "pair", "pairs")) of one "
          + "person and as many of two; \(plural(pairs.count, "pair follows", "pairs follow"))")
    }
    return pairs.indices.map { $0 / size }
  }

  private static func tenths(_ pairs: [Pair]) -> [Int] {
    let same = pairs.count { $0.isSame }
    var seen = (same: 0, different: 0)
    return pairs.map { pair in
      if pair.isSame {
        seen.same += 1
        return (seen.same - 1) * 10 / same
      }
      seen.different += 1
      return (seen.different - 1) * 10 / (pairs.count - same)
    }
  }
}

/// Completes the sentence "pairs.txt: …".
private struct LineError: Error {
  var reason: String
}

private struct PairLine {
  let number: Int
  let fields: [String]

  /// The numbers of LFW's first line; nil for any other.
  var header: [Int]? {
    let numbers = fields.compactMap { Int($0) }
    return fields.count <= 2 && numbers.count == fields.count && numbers.allSatisfy { $0 > 0 } ? numbers : nil
  }

  func pair() throws(LineError) -> PairList.Pair {
    guard fields.count == 3, ["0", "1"].contains(fields[2]) else { throw error("path path label (label 1 or 0)") }
    return PairList.Pair(
      line: number, first: FilePath(text: fields[0]), second: FilePath(text: fields[1]), isSame: fields[2] == "1")
  }

  func lfwPair() throws(LineError) -> PairList.Pair {
    let isSame = fields.count == 3
    guard isSame || fields.count == 4, let first = UInt32(fields[1]), let second = UInt32(fields[isSame ? 2 : 3]) else {
      throw error("name i j or name i name j")
    }
    return PairList.Pair(
      line: number, first: picture(fields[0], first), second: picture(fields[isSame ? 0 : 2], second), isSame: isSame)
  }

  private func picture(_ name: String, _ index: UInt32) -> FilePath {
    let digits = String(index)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    return FilePath(text: "\(name)/\(name)_\(zeros)\(digits).jpg")
  }

  private func error(_ form: String) -> LineError {
    LineError(reason: "line \(number), “\(fields.joined(separator: " "))”, is not of the form \(form)")
  }
}
