import Faces
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Library

@Suite struct `Exporting matches` {
  private static let odd = FilePath(bytes: Array("a,\"b\"\t\n\\".utf8) + [0xE9] + Array(".jpg".utf8))

  private let export = MatchExport(rows: [
    .init(
      rank: 1, path: "p/a.jpg", number: 2, score: 0.71239, verdict: .same,
      box: Box(x: 1.25, y: -0.04, width: 30, height: 1000), captured: "2020-02-29 12:00:00",
      quality: 0.25, note: "too small to tell"),
    .init(
      rank: 2, path: odd, number: 1, score: -0.00004, verdict: .other, box: Box(x: 0, y: 0, width: 1, height: 1)),
    .init(
      rank: 3, path: "p/a.jpg", number: 1, score: -0.5, verdict: .maybe, box: Box(x: 0, y: 0, width: 1, height: 1)),
  ])

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `CSV is quoted as RFC 4180 says`() {
    let bytes = export.bytes(as: .csv)
    let expected: [UInt8] =
      Array("rank,path,face,score,verdict,box_x,box_y,box_width,box_height,captured,quality,note\r\n".utf8)
      + Array("1,p/a.jpg,2,0.7124,same,1.3,0.0,30.0,1000.0,2020-02-29 12:00:00,0.25,too small to tell\r\n".utf8)
      + Array("2,\"a,\"\"b\"\"\t\n\\".utf8) + [0xE9] + Array(".jpg\",1,0.0000,other,0.0,0.0,1.0,1.0,,1.00,\r\n".utf8)
      + Array("3,p/a.jpg,1,-0.5000,maybe,0.0,0.0,1.0,1.0,,1.00,\r\n".utf8)
    #expect(bytes == expected)
  }

  @Test func `TSV has one line per match and one tab per column`() throws {
    let lines = export.bytes(as: .tsv).split(separator: 10, omittingEmptySubsequences: false)
    #expect(lines.count == 5 && lines[4].isEmpty)
    #expect(lines[..<4].allSatisfy { line in line.count { $0 == 9 } == 11 })
    let path = Array(lines[2].split(separator: 9)[1])
    #expect(path == Array(#"a,"b"\t\n\\"#.utf8) + [0xE9] + Array(".jpg".utf8))
  }

  @Test func `JSON and JSON lines are read back`() throws {
    let array = try #require(
      try JSONSerialization.jsonObject(with: Data(export.bytes(as: .json))) as? [[String: Any]])
    #expect(array.count == 3)
    #expect(array[0]["path"] as? String == "p/a.jpg" && array[0]["path_base64"] == nil)
    #expect(array[0]["score"] as? Double == 0.7124 && (array[0]["box"] as? [String: Double])?["height"] == 1000)
    #expect(array[0]["quality"] as? Double == 0.25 && array[0]["note"] as? String == "too small to tell")
    #expect(array[1]["note"] is NSNull)
    #expect(array[1]["path"] as? String == "a,\"b\"\t\n\\\u{FFFD}.jpg" && array[1]["captured"] is NSNull)
    let base64 = try #require(array[1]["path_base64"] as? String)
    #expect(Data(base64Encoded: base64).map { FilePath(bytes: $0) } == Self.odd)
    let lines = export.bytes(as: .jsonl).split(separator: 10)
    #expect(lines.count == 3)
    for line in lines { #expect(try JSONSerialization.jsonObject(with: Data(line)) is [String: Any]) }
    #expect(text(MatchExport(rows: []).bytes(as: .json)) == "[]\n")
    #expect(MatchExport(rows: []).bytes(as: .jsonl).isEmpty)
  }

  @Test func `paths come once each, raw, ended by a newline or NUL`() {
    #expect(export.bytes(as: .paths) == Array("p/a.jpg\n".utf8) + Self.odd.bytes + [10])
    #expect(export.bytes(as: .paths, nul: true) == Array("p/a.jpg\0".utf8) + Self.odd.bytes + [0])
  }

  @Test func `control characters are escaped in JSON`() throws {
    let text = (0..<0x80).compactMap { Unicode.Scalar($0).map(Character.init) }.map(String.init).joined() + "é👩‍👧"
    let back = try JSONSerialization.jsonObject(with: Data("[\(JSONText.string(text))]".utf8)) as? [String]
    #expect(back == [text])
  }

  @Test func `rows say where the photo is and what the pack thinks`() async throws {
    let library = try await Fixture(["s/a.jpg": "photo ann", "b.jpg": "photo ann zoe"]).indexed()
    let matches = library.rank(try #require(library.firstFace("b.jpg")))
    let rows = MatchExport(matches, in: library).rows
    #expect(rows.map(\.path) == ["b.jpg", "s/a.jpg", "b.jpg"].map { library.folder.appending($0) })
    #expect(rows.map(\.rank) == [0, 1, 2] && rows.map(\.verdict) == [.query, .same, .samePhoto])
    #expect(rows[1].captured == "2020-02-29 12:00:00" && rows[2].note == "in the same photo")
    #expect(rows[2].box == Box(x: 100, y: 10, width: 40, height: 50.5))
    #expect(MatchExport(matches, in: library, folder: "").rows.map(\.path) == ["b.jpg", "s/a.jpg", "b.jpg"])
    #expect(MatchExport(matches, in: library, folder: "../x").rows[1].path == "../x/s/a.jpg")
    #expect(MatchExport(matches.dropFirst().map(\.self), in: library, cut: 0.9999).rows.map(\.rank) == [1, 2])
  }

  @Test func `a file is replaced as a whole`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("old", to: "list.csv")
    _ = file.withPlatformString { chmod($0, 0o644) }
    _ = folder.file("link.csv").withPlatformString { symlink("list.csv", $0) }
    try export.write(to: folder.file("link.csv"), as: .csv)
    #expect(try FileReader.read(file).bytes == export.bytes(as: .csv))
    var status = stat()
    #expect(
      folder.file("link.csv").withPlatformString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(file.withPlatformString { stat($0, &status) } == 0 && status.st_mode & 0o777 == 0o600)
    let new = folder.file("new.json")
    try export.write(to: new, as: .json)
    #expect(new.withPlatformString { stat($0, &status) } == 0 && status.st_mode & 0o777 == 0o600)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path.string).count == 3, "no temporary file stays")
    try export.write(to: "/dev/null", as: .json)
  }

  @Test func `a list of lines refuses a path with a line end, one of NUL bytes takes it`() throws {
    let folder = try TemporaryFolder()
    let row = MatchExport.Row(
      rank: 1, path: "a/two\nlines.jpg", number: 1, score: 0.5, verdict: .same,
      box: Box(x: 0, y: 0, width: 1, height: 1))
    let torn = MatchExport(rows: [row, row])
    let list = folder.file("list.txt")
    let reason =
      #"a list of lines cannot hold two\x0alines.jpg and 1 more, with a line end in it; one that ends in .nul can"#
    #expect(throws: LibraryError.file(list.string, reason: reason)) { try torn.write(to: list, as: .paths) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
    try torn.write(to: list, as: .paths, nul: true)
    #expect(try FileReader.read(list).bytes == Array("a/two\nlines.jpg\0".utf8))
    for format in [ExportFormat.csv, .tsv, .json, .jsonl] { try torn.write(to: list, as: format) }
  }

  @Test func `a folder or a missing one is refused by name`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: LibraryError.file(folder.path.string, reason: "the list cannot be written: Is a directory")) {
      try export.write(to: folder.path, as: .csv)
    }
    let missing = folder.file("no/list.csv")
    #expect(throws: LibraryError.file(missing.string, reason: "the list cannot be written: No such file or directory"))
    {
      try export.write(to: missing, as: .csv)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.string).isEmpty)
  }
}
