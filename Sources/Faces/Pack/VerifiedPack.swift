import Synchronization

/// A pack whose files are compared with their checksums once, when they are first needed.
public final class VerifiedPack: Sendable {
  public let pack: ModelPack
  private let isVerified = Mutex(false)

  public init(_ pack: ModelPack) { self.pack = pack }

  /// - Throws: `.pack` where a file is missing or has another checksum; the next call tries again.
  public func verified() throws(FaceError) -> ModelPack {
    do {
      try isVerified.withLock { isVerified throws(PackError) in
        guard !isVerified else { return }
        try pack.verify()
        isVerified = true
      }
    } catch {
      throw .pack(error)
    }
    return pack
  }
}
