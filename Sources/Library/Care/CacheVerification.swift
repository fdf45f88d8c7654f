import Faces
import Foundation
import PathText
import Storage
import SystemPackage

/// Something that is wrong with the cache.
public struct CacheFinding: Sendable, Equatable {
  public var what: String
  /// Of some of the photos that it concerns; absolute.
  public var photos: [FilePath] = []
  public var advice: String
}

public struct CacheVerification: Sendable, Equatable {
  public var findings: [CacheFinding] = []
  /// Photos that were decoded and analysed again.
  public var compared = 0
  /// Of those that were chosen: changed, gone or not to be read since they were indexed.
  public var leftOut = 0
  /// That the pack has looked at.
  public var photos = 0

  public init() {}
}

extension CacheCare {
  /// Looks for damage and for records that are none, and compares some photos with what is known of them.
  /// - Parameters:
  ///   - pack: whose records are compared.
  ///   - sample: photos to look at again, from all parts of the cache alike.
  ///   - progress: called after each of them with how many are done and how many there are.
  /// - Throws: where the networks do not work.
  public func verify(
    pack: ModelPack, sample: Int, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(LibraryError) -> CacheVerification {
    try verify(
      pack: pack, sample: sample, makeAnalyser: { () throws(FaceError) in try FaceAnalyser(pack: pack) }, progress)
  }

  func verify(
    pack: ModelPack, sample: Int, dimensions: Int? = nil, makeAnalyser: AnalyserFactory,
    _ progress: (Int, Int) -> Void = { _, _ in }
  ) throws(LibraryError) -> CacheVerification {
    var result = CacheVerification()
    let damage: [(file: FilePath, reason: String)]
    do { damage = try files.problems() } catch {
      throw .cache(StandIn.resolved(error.file), reason: "it could not be checked: \(error.reason)")
    }
    result.findings = damage.map { file, reason in
      CacheFinding(
        what: "\(StandIn.resolved(file.string)): \(reason)", advice: "facetui cache clear removes it; it is made anew")
    }
    guard exists, !damage.contains(where: { $0.file == files.database }) else { return result }
    let (cache, thumbnails) = try openReading()
    do {
      result.findings += try cache.recordProblems().map { CacheFinding($0) }
      result.photos = try cache.photoCount(pack: pack.identity)
      let isSound = !damage.contains { $0.file == files.thumbnails }
      if isSound, thumbnails.damaged() > 0 {
        result.findings.append(
          CacheFinding(
            what: "\(plural(thumbnails.damaged(), "thumbnail is", "thumbnails are")) no JPEG",
            advice: "remove \(StandIn.resolved(files.thumbnails.string)); they are made anew"))
      }
      let chosen = try cache.sample(sample, pack: pack.identity)
      guard !chosen.isEmpty else { return result }
      let comparison = try SampleComparison(
        cache: cache, pack: pack.identity, dimensions: dimensions, analyser: made(makeAnalyser))
      for (index, file) in chosen.enumerated() {
        switch try comparison.compare(file) {
        case .same: result.compared += 1
        case .leftOut: result.leftOut += 1
        case .differs(let what):
          result.compared += 1
          result.findings.append(CacheFinding(differing: what, file.path))
        }
        progress(index + 1, chosen.count)
      }
      return result
    } catch let error as LibraryError {
      throw error
    } catch let error as CacheError {
      throw LibraryError(error)
    } catch {
      throw .cache(name, reason: "\(error)")
    }
  }

  private func made(_ makeAnalyser: AnalyserFactory) throws(LibraryError) -> any PhotoAnalysing {
    do { return try makeAnalyser() } catch { throw LibraryError(error) }
  }
}

extension CacheFinding {
  init(_ problem: RecordProblem) {
    let again =
      problem.files.first.map { "facetui index --force \($0.text.quotedForShell)" } ?? "facetui cache prune --now"
    self.init(
      what: "\(plural(problem.count, "record", "records")): \(problem.reason)", photos: problem.files,
      advice: problem.isIgnored
        ? "such a record counts as none: the next facetui index looks at the photo anew"
        : "\(again) looks at it anew")
  }

  init(differing what: String, _ photo: FilePath) {
    self.init(
      what: what, photos: [photo], advice: "facetui index --force \(photo.text.quotedForShell) looks at it anew")
  }
}
