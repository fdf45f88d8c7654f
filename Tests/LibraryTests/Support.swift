import Faces
import Foundation
import GRDB
import Glibc
import Synchronization
import SystemPackage

@testable import Library

/// Removes what is left when the tests end: a thread may hold a library a little longer than its test.
private enum TemporaryFolders {
  private static let all: Mutex<Set<FilePath>> = {
    atexit { TemporaryFolders.removeAll() }
    return Mutex([])
  }()

  static func add(_ path: FilePath) { _ = all.withLock { $0.insert(path) } }

  static func remove(_ path: FilePath) {
    try? FileManager.default.removeItem(atPath: path.string)
    _ = all.withLock { $0.remove(path) }
  }

  private static func removeAll() { for path in all.withLock(\.self) { remove(path) } }
}

/// A folder that is removed with its owner.
final class TemporaryFolder: Sendable {
  let path: FilePath

  init() throws {
    var template = FileManager.default.temporaryDirectory.path.utf8CString + []
    template.removeLast()
    template += "/facetui-tests-XXXXXX".utf8CString
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { FilePath(platformString: $0) }
    }
    path = try (made ?? FilePath("/nonexistent")).canonical()
    TemporaryFolders.add(path)
  }

  deinit { TemporaryFolders.remove(path) }

  func file(_ name: FilePath) -> FilePath { path.appending(name.components) }

  @discardableResult func write(_ text: String, to name: FilePath) throws -> FilePath {
    try write(bytes: Array(text.utf8), to: name)
  }

  @discardableResult func write(bytes: [UInt8], to name: FilePath) throws -> FilePath {
    let file = file(name)
    try FileManager.default.createDirectory(
      atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
    let descriptor = try FileDescriptor.open(
      file, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    return file
  }

  func removeFolder(_ name: FilePath) throws { try FileManager.default.removeItem(atPath: file(name).string) }

  func remove(_ name: FilePath) { _ = file(name).withPlatformString { unlink($0) } }

  func move(_ old: FilePath, to new: FilePath) {
    _ = file(old).withPlatformString { old in file(new).withPlatformString { rename(old, $0) } }
  }
}

/// Reads "photo ann bob" as a photo with the faces of Ann and Bob, "broken" as a damaged picture, "document" as none.
struct FakeAnalyser: PhotoAnalysing {
  let log: FakeLog

  func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis {
    let isJPEG = bytes.starts(with: jpegStart)
    let text = String(decoding: bytes.dropFirst(isJPEG ? jpegStart.count : 0), as: UTF8.self)
    log.note(text)
    let words = text.split(separator: " ").map(String.init)
    switch words.first {
    case "photo": return Self.analysis(of: Array(words.dropFirst()))
    case "torn":
      var analysis = Self.analysis(of: Array(words.dropFirst()))
      analysis.warning = "the lower half is missing"
      return analysis
    case "broken": throw .image(.unreadable("the data end too early"))
    case "crash": throw .network(.invalidInput("no network here"))
    default: throw .image(.unsupported("not a picture that is known here"))
    }
  }

  static func analysis(of people: [String]) -> PhotoAnalysis {
    let faces = people.enumerated().map { index, name in
      let x = Float(100 * index)
      return DetectedFace(
        box: Box(x: x, y: 10, width: 40, height: 50.5), landmarks: (0..<5).map { Point(x: x + Float($0), y: 20) },
        score: 0.9, sharpness: 55, quality: name.hasPrefix("~") ? FaceQuality(value: 0.3, defect: .small) : .unknown,
        embedding: embedding(of: name))
    }
    return PhotoAnalysis(width: 640, height: 480, orientation: 6, captured: "2020-02-29 12:00:00", faces: faces)
  }

  /// Of 20 numbers, so that rows are padded; the same first letter gives similar ones. "=1:0:…" is the numbers themselves,
  /// "~1:0:…" those of a face that is too small.
  static func embedding(of name: String) -> [Float] {
    if name.hasPrefix("=") || name.hasPrefix("~") {
      return unit(name.dropFirst().split(separator: ":").compactMap { Float($0) })
    }
    var state = UInt64(name.utf8.first ?? 0) &* 0x9E37_79B9_7F4A_7C15
    var values = (0..<20).map { _ -> Float in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(state >> 33) - (1 << 30)) / Float(1 << 30)
    }
    for (index, byte) in name.utf8.dropFirst().enumerated() { values[index % 20] += Float(byte) / 1000 }
    return unit(values)
  }

  static func unit(_ values: [Float]) -> [Float] {
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / length }
  }
}

/// With these before the text, the fake analyser's files are JPEGs to everybody else.
let jpegStart: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0]

/// What fake analysers were asked.
final class FakeLog: Sendable {
  /// A run that ends after its test would make its folders anew.
  private let folders: [TemporaryFolder]
  private let texts = Mutex<[String]>([])
  private let hook = Mutex<(@Sendable (String) -> Void)?>(nil)

  init(folders: [TemporaryFolder]) { self.folders = folders }

  func note(_ text: String) {
    texts.withLock { $0.append(text) }
    hook.withLock { $0 }?(text)
  }

  /// Called at each analysis.
  func onAnalysis(_ body: @escaping @Sendable (String) -> Void) { hook.withLock { $0 = body } }

  var count: Int { texts.withLock { $0.count } }
}

/// A folder of photos with a cache and fake networks.
struct Fixture {
  let photos: TemporaryFolder
  let cache: TemporaryFolder
  let data: TemporaryFolder
  let log: FakeLog
  var pack: ModelPack
  var limits = FaceLimits()
  /// Days.
  var keepDeleted: Int? = LibraryOptions.standardKeepDeleted

  init(_ files: [FilePath: String] = [:]) throws {
    photos = try TemporaryFolder()
    cache = try TemporaryFolder()
    data = try TemporaryFolder()
    log = FakeLog(folders: [photos, cache, data])
    pack = try bundledPack.get()
    for (name, text) in files { try photos.write(text, to: name) }
  }

  var options: LibraryOptions {
    var options = LibraryOptions()
    options.cacheDirectory = cache.path
    options.dataDirectory = data.path
    options.faceLimits = limits
    options.keepDeleted = keepDeleted
    return options
  }

  func open(exclude: [String] = [], corrected: Bool = true) throws -> PhotoLibrary {
    var options = options
    options.exclude = exclude
    options.usesCorrection = corrected
    return try PhotoLibrary(folder: photos.path, pack: pack, options: options) { [log] in FakeAnalyser(log: log) }
  }

  /// Another folder with the same cache.
  func open(_ folder: FilePath) throws -> PhotoLibrary {
    try PhotoLibrary(folder: folder, pack: pack, options: options) { [log] in FakeAnalyser(log: log) }
  }

  /// Opens the folder and brings it up to date.
  func indexed(exclude: [String] = [], workers: Int = 1) async throws -> PhotoLibrary {
    let library = try open(exclude: exclude)
    for await _ in library.index(workers: workers) {}
    return library
  }
}

extension Fixture {
  var cacheFile: FilePath { cache.file("cache.sqlite") }

  /// Runs SQL on the cache's file.
  func change(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try DatabaseQueue(path: cacheFile.string).write { try $0.execute(sql: sql, arguments: arguments) }
  }

  /// What SQL finds in the cache's file, as text.
  func rows(_ sql: String) throws -> [[String]] {
    try DatabaseQueue(path: cacheFile.string).read { db in
      try Row.fetchAll(db, sql: sql).map { row in row.databaseValues.map { String.fromDatabaseValue($0) ?? "\($0)" } }
    }
  }

  /// Makes the cache believe that a photo has the content of another; reading the photo would show that it has not.
  func mistake(_ photo: String, for other: String) throws {
    try change(
      """
      UPDATE photo SET content = (SELECT content FROM photo WHERE CAST(path AS TEXT) LIKE '%/' || ?)
      WHERE CAST(path AS TEXT) LIKE '%/' || ?
      """, [other, photo])
  }
}

let packageRoot = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent().string

let bundledPack = Result { try ModelPack.load("\(packageRoot)/assets/models/facetui-mini") }

extension PhotoLibrary {
  func states() -> [String: PhotoState] {
    Dictionary(uniqueKeysWithValues: photos.map { ($0.path.string, $0.state) })
  }

  func firstFace(_ path: FilePath) -> FaceID? { photo(at: path)?.faces.first?.id }
}
