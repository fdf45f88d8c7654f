import Imaging
import Library
import SystemPackage

/// Decodes each picture when it is asked for; for replays, where the screen must not depend on time.
public struct ImmediatePictures: PictureSource, Sendable {
  private static let largestFile = 512 << 20
  private let locate: @Sendable (FilePath) -> FilePath
  private let thumbnails: (any ThumbnailSource)?

  /// - Parameter thumbnails: where those that are missing are kept; pictures come from the originals all the same.
  public init(folder: FilePath, thumbnails: (any ThumbnailSource)? = nil) {
    self.init(thumbnails: thumbnails) { folder.pushing($0) }
  }

  /// - Parameter locate: where a photo's file lies.
  public init(thumbnails: (any ThumbnailSource)? = nil, locate: @escaping @Sendable (FilePath) -> FilePath) {
    self.locate = locate
    self.thumbnails = thumbnails
  }

  public func picture(_ request: PictureRequest) -> Picture {
    do {
      let bytes = try read(locate(request.path))
      return .ready(try thumbnails.map { try request.render(bytes, keepingIn: $0) } ?? request.render(bytes))
    } catch {
      return .failed("\(error)")
    }
  }

  private func read(_ path: FilePath) throws -> [UInt8] {
    let file = try path.openForReading()
    return try file.closeAfter {
      let size = Int(try file.seek(offset: 0, from: .end))
      guard size <= Self.largestFile else { throw ImageError.unreadable("the file is larger than 512 MiB") }
      try file.seek(offset: 0, from: .start)
      var bytes = [UInt8](repeating: 0, count: size)
      var count = 0
      while count < size {
        let step = try bytes.withUnsafeMutableBytes { try file.read(into: .init(rebasing: $0[count...])) }
        if step == 0 { break }
        count += step
      }
      return Array(bytes.prefix(count))
    }
  }
}
