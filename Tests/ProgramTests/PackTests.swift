import Foundation
import Testing

/// Model packs as a user meets them: found from anywhere, and one clear sentence when one is broken.
@Suite struct PackTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func `the bundled pack is found from any directory`() throws {
    let models = try program.run("models")
    #expect(models.status == 0)
    #expect(models.text.contains("facetui-mini"))
  }

  @Test func `a program installed under a prefix finds the packs in its share folder`() throws {
    let prefix = program.home.appending(path: "prefix")
    let binary = prefix.appending(path: "bin/facetui")
    let packs = prefix.appending(path: "share/facetui/models")
    try FileManager.default.createDirectory(
      at: binary.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: packs.deletingLastPathComponent(), withIntermediateDirectories: true)
    // A process of its own copies: were the copy open for writing here, a child started by another test meanwhile
    // would keep it open, and Linux runs no file that is.
    let copied = try program.run(executable: URL(filePath: "/bin/cp"), [Program.executable.path, binary.path])
    #expect(copied.status == 0, "\(copied.errors)")
    try FileManager.default.copyItem(at: Program.package.appending(path: "assets/models"), to: packs)
    let models = try program.run(executable: binary, ["models"])
    #expect(models.text.contains(packs.appending(path: "facetui-mini").path), "\(models.text)\(models.errors)")
  }

  @Test func `a pack whose file has another checksum is refused by name`() throws {
    let pack = try copyOfBundledPack()
    try damage(pack.appending(path: "recognizer.onnx"))
    try expectRefusal(of: pack, naming: "recognizer.onnx")
  }

  @Test
  func `what is in the cache is shown whatever became of the pack's networks, and nothing is looked at with them`()
    throws
  {
    let (pack, photos) = (try copyOfBundledPack(), program.home.appending(path: "photos"))
    let (known, new) = (
      Program.drawn.appending(path: "2019/garden_bela.jpg"), Program.drawn.appending(path: "2019/beach_alf.jpg")
    )
    try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: known, to: photos.appending(path: "known.jpg"))
    #expect(try program.run("index", photos.path, "--pack", pack.path).status == 0)
    try damage(pack.appending(path: "recognizer.onnx"))
    let plain = try program.run(photos.path, "--plain", "--pack", pack.path)
    #expect(plain.status == 0 && plain.text.contains("known.jpg"), "\(plain.text)\(plain.errors)")
    try FileManager.default.copyItem(at: new, to: photos.appending(path: "new.jpg"))
    let index = try program.run("index", photos.path, "--pack", pack.path)
    #expect(index.status == 2 && index.errors.contains("recognizer.onnx"), "\(index.errors)")
    let doctor = try program.run("doctor", photos.path, "--pack", pack.path)
    #expect(doctor.text.contains("not looked at"), "\(doctor.text)")
  }

  private func damage(_ file: URL) throws {
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
  }

  @Test func `a pack without one of its files is refused by name`() throws {
    let pack = try copyOfBundledPack()
    try FileManager.default.removeItem(at: pack.appending(path: "detector.onnx"))
    try expectRefusal(of: pack, naming: "detector.onnx")
  }

  @Test func `a pack with a broken manifest is refused by name`() throws {
    let pack = try copyOfBundledPack()
    try Data("{".utf8).write(to: pack.appending(path: "pack.json"))
    try expectRefusal(of: pack, naming: "pack.json")
  }

  @Test func `a recogniser where the detector should be is refused by name`() throws {
    let pack = try copyOfBundledPack()
    let manifest = pack.appending(path: "pack.json")
    var text = try String(contentsOf: manifest, encoding: .utf8)
    let names = ["\"detector.onnx\"", "\"recognizer.onnx\""]
    let sums = text.matches(of: /[0-9a-f]{64}/).map { String($0.output) }
    for (a, b) in [(names[0], names[1]), (sums[0], sums[1])] {
      text = text.replacingOccurrences(of: a, with: "@").replacingOccurrences(of: b, with: a)
        .replacingOccurrences(of: "@", with: b)
    }
    try text.write(to: manifest, atomically: true, encoding: .utf8)
    try expectRefusal(of: pack, naming: ".onnx")
  }

  @Test func `an unknown pack name is refused with the folders that were searched`() throws {
    let outcome = try program.run("index", Program.drawn.path, "--pack", "no-such-pack")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("no-such-pack"))
    #expect(outcome.errors.contains("assets/models"))
  }

  @Test func `an imported recogniser finds the same person`() throws {
    let recogniser = Program.package.appending(path: "assets/models/facetui-mini/recognizer.onnx").path
    let pack = program.home.appending(path: "own").path
    let made = try program.run("pack", "import", recogniser, "--thresholds", "0.5,0.44,0.36", "--output", pack)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.text.contains("assumed     colours"))
    let query = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    let found = try program.run("find", "--query", query, Program.drawn.path, "--format", "paths", "--pack", pack)
    #expect(found.lines.count == 6, "\(found.errors)")
    let again = try program.run("pack", "import", recogniser, "--output", pack)
    #expect(again.status == 2)
    #expect(again.errors.contains("is there already"))
  }

  @Test func `a checkpoint that does not fit is refused in one sentence`() throws {
    let checkpoint = Program.package.appending(path: "Tests/ArchitecturesTests/Fixtures/iresnet18.pth").path
    let output = program.home.appending(path: "own").path
    for (arguments, reason) in [
      (["--architecture", "iresnet18"], "is no iresnet18: of another shape: conv1.weight"),
      (["--architecture", "vgg"], "no architecture vgg"), ([], "--architecture"),
    ] {
      let outcome = try program.run(
        executable: Program.executable, ["pack", "import", checkpoint, "--output", output] + arguments)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  private func expectRefusal(of pack: URL, naming name: String) throws {
    let photo = Program.drawn.appending(path: "2019/beach_alf.jpg").path
    for arguments in [["faces", photo], ["index", Program.drawn.path]] {
      let outcome = try program.run(executable: Program.executable, arguments + ["--pack", pack.path])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(name), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }
  }

  private func copyOfBundledPack() throws -> URL {
    let pack = program.home.appending(path: "pack")
    try FileManager.default.copyItem(at: Program.package.appending(path: "assets/models/facetui-mini"), to: pack)
    return pack
  }
}
