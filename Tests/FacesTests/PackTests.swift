import Foundation
import Inference
import Testing

@testable import Faces

struct PackTests {
  /// A copy of the bundled pack whose manifest has been edited.
  private func pack(_ edit: (inout [String: Any]) -> Void) throws -> String {
    let folder = try temporaryFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: TestPacks.bundled) {
      try FileManager.default.copyItem(atPath: "\(TestPacks.bundled)/\(file)", toPath: "\(folder.path)/\(file)")
    }
    let manifest = folder.appendingPathComponent("pack.json")
    var json = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: manifest)) as? [String: Any])
    edit(&json)
    try JSONSerialization.data(withJSONObject: json).write(to: manifest)
    return folder.path
  }

  /// Sets or removes the value at "part.key".
  private func set(_ path: String, _ value: Any?) -> (inout [String: Any]) -> Void {
    let keys = path.split(separator: ".").map(String.init)
    return { json in
      if keys.count == 1 {
        json[keys[0]] = value
      } else {
        var part = json[keys[0]] as? [String: Any] ?? [:]
        part[keys[1]] = value
        json[keys[0]] = part
      }
    }
  }

  private func failure(_ folder: String) -> String {
    do throws(PackError) {
      _ = try ModelPack.load(folder)
      return "no failure"
    } catch {
      return error.description
    }
  }

  @Test func `the bundled pack is found from any directory`() throws {
    let pack = try ModelPack.load()
    #expect(pack.name == "facetui-mini")
    #expect(pack.thresholds.balanced == 0.424)
    #expect(try ModelPack.load(TestPacks.bundled).identity == pack.identity)
    #expect(ModelPack.available().contains { (try? $0.pack.get().name) == "facetui-mini" })
  }

  @Test func `packs of the user come before the bundled one`() {
    let path = ModelPack.searchPath(
      environment: ["FACETUI_PACKS": "/one:two", "XDG_DATA_HOME": "/data", "HOME": "/home/me"],
      executable: "/usr/bin/facetui")
    #expect(path == ["/one", "two", "/data/facetui/models", "/usr/share/facetui/models"])
    let plain = ModelPack.searchPath(environment: ["XDG_DATA_HOME": "relative", "HOME": "/home/me"], executable: nil)
    #expect(plain == ["/home/me/.local/share/facetui/models"])
  }

  @Test func `models beside the sources are found from the build folder`() {
    let path = ModelPack.searchPath(
      environment: [:], executable: packageRoot.appendingPathComponent(".build/debug/facetui").path)
    #expect(path.last == packageRoot.appendingPathComponent("assets/models").path)
  }

  @Test func `a pack that is not there names the places that were searched`() {
    #expect(failure("no-such-pack").contains("assets/models"))
    #expect(failure("/nowhere/at/all").contains("/nowhere/at/all"))
    #expect(failure("").contains("no model pack"))
  }

  @Test(
    arguments: [
      ("detector.sha256", String(repeating: "0", count: 64), "detector.onnx: its SHA-256"),
      ("recogniser.file", "gone.onnx", "gone.onnx: cannot be read: there is no such file"),
      ("recogniser.file", "..", "it is not a regular file"),
      ("detector.layout", "ssd", "\"detector.layout\" has a value that is not known"),
      ("detector.colour", "grey", "\"detector.colour\" has a value that is not known"),
      ("detector.mean", "much", "\"detector.mean\" has the wrong type"),
      ("detector.scale", 0, "\"detector.scale\" must be above 0"),
      ("detector.mean", 1e30, "\"detector.mean\" must be -1000 to 1000"),
      ("recogniser.scale", 1e30, "\"recogniser.scale\" must be above 0, up to 1000"),
      ("detector.inputSize", 1_000_000, "\"detector.inputSize\" must be"),
      ("detector.inputSize", 4096, "\"detector.inputSize\" must be 64 to 1280"),
      ("detector.threshold", 0, "\"detector.threshold\" must be 0.05 to 1"),
      ("detector.nmsThreshold", 1, "\"detector.nmsThreshold\" must be 0.05 to 0.9"),
      ("recogniser.inputSize", 16, "\"recogniser.inputSize\" must be 32 to 512"),
      ("recogniser.template", "dlib", "\"recogniser.template\" has a value that is not known"),
      ("recogniser.mirror", "twice", "\"recogniser.mirror\" has a value that is not known"),
      ("recogniser.mirror", 1.5, "\"recogniser.mirror\" has the wrong type"),
      ("recogniser.dimensions", 0, "\"recogniser.dimensions\" must be"),
      ("recogniser.sha256", "../x", "\"recogniser.sha256\" must be"),
      ("thresholds.safe", 0.1, "\"thresholds\" must fall"),
      ("name", "a/b", "\"name\" must be a plain name"),
      ("name", "a\u{1B}[31m", "\"name\" must be a plain name"),
      ("name", "a\u{202E}b", "\"name\" must be a plain name"),
      ("name", String(repeating: "n", count: 201), "\"name\" must be a plain name of at most 200 characters"),
      ("version", String(repeating: "1", count: 201), "\"version\" must have at most 200 characters"),
      ("licence", String(repeating: "l", count: 201), "\"licence\" must have at most 200 characters"),
      ("detector.file", String(repeating: "f", count: 100_000), "\"detector.file\" must have at most 4096 bytes"),
      ("detector.inputSize", 640.5, "\"detector.inputSize\" must be a whole number"),
      ("recogniser.dimensions", 1e300, "\"recogniser.dimensions\" must be a whole number"),
      ("detector.inputSize", UInt64(1) << 63, "\"detector.inputSize\" must be a whole number"),
      ("thresholds.safe", 1e300, "\"thresholds.safe\" must be a number"),
    ] as [(String, any Sendable, String)])
  func `a wrong manifest is one clear sentence`(path: String, value: any Sendable, sentence: String) throws {
    let text = failure(try pack(set(path, value)))
    #expect(text.contains(sentence), "\(text)")
    #expect(!text.contains("\n"))
  }

  @Test(arguments: ["name", "thresholds", "detector.file", "recogniser.mirror", "thresholds.balanced"])
  func `a missing key is named`(path: String) throws {
    let text = failure(try pack(set(path, nil)))
    #expect(text.hasSuffix("pack.json: has no \"\(path)\""), "\(text)")
  }

  @Test(arguments: ["", "{", "[]", "null", "\u{0}\u{1}", "{\"name\": 1e999}"])
  func `what is no JSON object is one clear sentence`(text: String) throws {
    let folder = try temporaryFolder()
    try Data(text.utf8).write(to: folder.appendingPathComponent("pack.json"))
    #expect(failure(folder.path).contains("pack.json: "))
  }

  @Test func `nothing instead of an object is said to be none`() throws {
    let folder = try temporaryFolder()
    try Data("null".utf8).write(to: folder.appendingPathComponent("pack.json"))
    #expect(failure(folder.path).hasSuffix("pack.json: is not a JSON object"))
  }

  @Test func `analysers share their networks, and the last one takes them along`() throws {
    let pack = try ModelPack.load(TestPacks.bundled)
    let networks = SharedNetworks()
    weak var model: Model?
    do {
      let analysers = try (0..<2).map { _ in try FaceAnalyser(pack: pack, networks: networks) }
      model = try networks.model(pack.recogniserPath)
      #expect(try networks.model(pack.recogniserPath) === model)
      withExtendedLifetime(analysers) {}
    }
    #expect(model == nil)
  }

  @Test func `the identity follows what changes embeddings and nothing else`() throws {
    let identity = try ModelPack.load(TestPacks.bundled).identity
    for (path, value) in [("name", "other"), ("licence", "none"), ("thresholds.everything", 0.1)] as [(String, Any)] {
      #expect(try ModelPack.load(try pack(set(path, value))).identity == identity)
    }
    for (path, value) in [("detector.threshold", 0.5), ("recogniser.mirror", false), ("recogniser.mean", 1)]
      as [(String, Any)]
    {
      #expect(try ModelPack.load(try pack(set(path, value))).identity != identity)
    }
  }

  @Test func `networks that do not fit the manifest are one clear sentence`() throws {
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: "\(TestPacks.bundled)/pack.json")))
    let manifest = try #require(json as? [String: Any])
    let detector = try #require(manifest["detector"] as? [String: Any])
    let recogniser = try #require(manifest["recogniser"] as? [String: Any])
    func swapped(_ part: String, with other: [String: Any]) throws -> String {
      let folder = try pack { json in
        var changed = json[part] as? [String: Any] ?? [:]
        changed["file"] = other["file"]
        changed["sha256"] = other["sha256"]
        json[part] = changed
      }
      let loaded = try ModelPack.load(folder)
      do throws(FaceError) {
        _ = try FaceAnalyser(pack: loaded)
        return "no failure"
      } catch {
        return error.description
      }
    }
    #expect(try swapped("detector", with: recogniser).contains("recognizer.onnx: its outputs are not those"))
    #expect(try swapped("recogniser", with: detector).contains("detector.onnx: does not"))
  }

  @Test func `an embedding of another length is one clear sentence`() throws {
    let pack = try ModelPack.load(try pack(set("recogniser.dimensions", 512)))
    #expect {
      try FaceAnalyser(pack: pack)
    } throws: {
      "\($0)".contains("recognizer.onnx: does not give one embedding of 512 numbers")
    }
  }
}
