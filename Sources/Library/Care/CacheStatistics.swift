import Foundation
import Storage
import SystemPackage

/// What there is in the cache, beside it and of what was learnt.
public struct CacheStatistics: Sendable {
  public struct Pack: Sendable, Equatable {
    public var identity: String
    public var name: String?
    /// Seconds since 1970.
    public var used: Int64?
    public var share: CacheUse.Share
  }

  /// A file that keeps what was learnt in a folder.
  public struct Correction: Sendable, Equatable {
    public var file: FilePath
    public var bytes: Int64
    /// nil where the file cannot be read.
    public var folder: String?
    public var pack: String?
    public var learnt: String?
  }

  public var entries: [CacheFiles.Entry]
  public var use: CacheUse
  /// The one that was used last first.
  public var packs: [Pack]
  public var thumbnails: ThumbnailStore.Count
  public var corrections: [Correction]
}

public typealias CacheUse = Storage.CacheUse

extension CacheCare {
  public func statistics() throws(LibraryError) -> CacheStatistics {
    guard exists else {
      return CacheStatistics(
        entries: entries, use: CacheUse(), packs: [], thumbnails: ThumbnailStore.Count(), corrections: corrections())
    }
    let (cache, thumbnails) = try openReading()
    do {
      let use = try cache.use()
      let packs = try cache.packs().map { pack in
        CacheStatistics.Pack(
          identity: pack.identity, name: pack.name, used: pack.used,
          share: use.packs[pack.identity] ?? CacheUse.Share())
      }
      return CacheStatistics(
        entries: entries, use: use, packs: packs.filter { $0.share != CacheUse.Share() },
        thumbnails: thumbnails.count(), corrections: corrections())
    } catch { throw LibraryError(error) }
  }

  private struct CorrectionHead: Decodable {
    var folder, packName, learnt: String
  }

  /// In the order of their folders.
  private func corrections() -> [CacheStatistics.Correction] {
    guard let folder = try? options.dataFolder().appending("corrections") else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
    return names.filter { $0.hasSuffix(".json") }.map { name in
      let file = folder.appending(name)
      let bytes = (try? FileReader.read(file).bytes) ?? []
      let head = try? JSONDecoder().decode(CorrectionHead.self, from: Data(bytes))
      return CacheStatistics.Correction(
        file: file, bytes: Int64(bytes.count), folder: head?.folder, pack: head?.packName, learnt: head?.learnt)
    }.sorted { ($0.folder ?? "", $0.file.string) < ($1.folder ?? "", $1.file.string) }
  }
}

extension PhotoLibrary {
  /// Whether something was learnt in a folder.
  public static func hasCorrection(
    folder: FilePath, options: LibraryOptions = LibraryOptions()
  ) throws(LibraryError) -> Bool {
    let file = CorrectionFile(folder: CacheCare.place(folder), dataDirectory: try options.dataFolder())
    return file.path.withPlatformString { access($0, F_OK) } == 0
  }
}
