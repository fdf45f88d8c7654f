import Foundation
import FoundationXML
import Testing

/// `facetui eval` on the drawn photos with the bundled models.
@Suite struct EvaluateTests {
  let program: Program
  private let list = Program.package.appending(path: "Tests/Fixtures/drawn_pairs.txt").path

  init() throws { program = try Program() }

  private func pairs(_ arguments: String...) throws -> Program.Outcome {
    try program.run(
      executable: Program.executable, ["eval", "pairs", list, "--root", Program.drawn.path] + arguments)
  }

  @Test func `pairs of drawn faces are told apart, and a missing face is named and counted`() throws {
    let outcome = try pairs()
    #expect(outcome.status == 0)
    #expect(outcome.errors == Program.drawn.path + "/2022/empty_lake.jpg: no face was found\n", "\(outcome.errors)")
    func value(_ name: String) -> String { outcome.lines.first { $0.hasPrefix(name + " ") } ?? "" }
    #expect(value("pairs").contains("9: 4 same, 5 different"))
    #expect(value("not found").contains("0 pictures unreadable, 1 without a face; their 0 same and 1 different"))
    #expect(value("accuracy").contains("1.0000 at 0."))
    #expect(value("area under the curve").contains("1.0000"))
    #expect(value("equal error rate").contains("0.0000 at"))
    #expect(value("TAR at FAR 1e-3").contains("needs 1,000 pairs of different people, there are 5"))
    #expect(value("ten-fold accuracy").contains("needs pairs of both kinds"))
  }

  @Test func `the face nearest the middle counts unless the largest is asked for`() throws {
    func pictures(_ arguments: String...) throws -> String {
      let outcome = try program.run(
        executable: Program.executable, ["eval", "pairs", list, "--root", Program.drawn.path] + arguments)
      return outcome.lines.first { $0.hasPrefix("pictures ") } ?? outcome.errors
    }
    #expect(try pictures().contains("of each the face nearest the middle ("))
    #expect(try pictures("--face", "largest").contains("of each the largest face ("))
    #expect(try pictures("--face", "largest", "--aligned").contains("--face chooses among detected faces"))
  }

  @Test func `the page holds its pictures and is well-formed`() throws {
    let page = program.home.appending(path: "out.html")
    let json = program.home.appending(path: "out.json")
    let outcome = try pairs("--report", page.path, "--json", json.path)
    #expect(outcome.status == 0 && !outcome.lines.isEmpty)
    let reader = PageReader()
    let parser = XMLParser(data: try Data(contentsOf: page))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    // Eight pairs with both faces, two pictures each.
    #expect(reader.pictures.count == 16)
    for picture in reader.pictures {
      let jpeg = Data(base64Encoded: String(picture.trimmingPrefix("data:image/jpeg;base64,")))
      #expect(jpeg?.prefix(3) == Data([0xFF, 0xD8, 0xFF]))
    }
    #expect(reader.elements["svg"] == 2 && reader.elements["polyline"] == 3)
    #expect(reader.outside.isEmpty, "\(reader.outside)")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [String: Any]
    #expect((object?["scores"] as? [[String: Any]])?.count == 9)
  }

  @Test func `json on stdout stands alone`() throws {
    let outcome = try pairs("--json", "-", "--aligned", "--workers", "1")
    let object = try #require(JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    #expect(object["use"] as? String == "whole" && object["same"] as? Int == 4 && object["pictures"] as? Int == 11)
    let missing = try #require(object["missing"] as? [String: Any])
    #expect(missing["withoutFace"] as? [String] == [])
  }

  @Test func `errors have a sentence and status 2`() throws {
    let bad = program.home.appending(path: "bad.txt")
    try Data("a.jpg b.jpg 1\na.jpg b.jpg\n".utf8).write(to: bad)
    let outcome = try program.run("eval", "pairs", bad.path)
    #expect(outcome.status == 2 && outcome.errors.contains("bad.txt: line 2, “a.jpg b.jpg”"), "\(outcome.errors)")
    #expect(try program.run("eval", "pairs", "missing.txt").status == 2)
    let wrong = try program.run("eval", "pairs", list, "--root", program.home.path)
    #expect(wrong.status == 2 && wrong.errors.contains("none of the 11 pictures can be read there"), "\(wrong.errors)")
    #expect(try pairs("--report", "/nowhere/out.html").status == 2)
    #expect(try pairs("--workers", "0").status == 2)
    let labels = program.home.appending(path: "labels.csv")
    try Data("number,file,name\n001,2019/beach_alf.jpg,alf\n".utf8).write(to: labels)
    let album = try program.run("eval", "album", Program.drawn.path, "--labels", labels.path)
    #expect(album.status == 2 && album.errors.contains("must name the columns photo and person"), "\(album.errors)")
  }

  @Test func `an album of drawn faces is found completely`() throws {
    let labels = program.home.appending(path: "labels.csv")
    let rows = [
      "2019/beach_alf.jpg,alf", "2021/alf_concert.jpg,alf", "2019/garden_bela.jpg,bela", "2021/bela_train.jpg,bela",
    ]
    try Data((["file,person"] + rows).joined(separator: "\n").utf8).write(to: labels)
    let outcome = try program.run("eval", "album", Program.drawn.path, "--labels", labels.path, "--json", "-")
    let object = try #require(JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
    #expect(object["rank1"] as? Double == 1 && object["rank5"] as? Double == 1)
    #expect(object["meanAveragePrecision"] as? Double == 1)
    #expect((object["recallAt99Precision"] as? [String: Any])?["value"] as? Double == 1)
    let text = try program.run("eval", "album", Program.drawn.path, "--labels", labels.path)
    #expect(text.text.contains("recall at 99 % precision     1.0000 at 0."), "\(text.text)")
  }
}

/// What a page shows, and what it would load from elsewhere.
private final class PageReader: NSObject, XMLParserDelegate {
  var elements: [String: Int] = [:]
  var pictures: [String] = []
  var outside: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements[name, default: 0] += 1
    for (key, value) in attributes where ["src", "href"].contains(key) {
      if value.hasPrefix("data:") { pictures.append(value) } else { outside.append(value) }
    }
    if ["script", "link"].contains(name) { outside.append(name) }
  }
}
