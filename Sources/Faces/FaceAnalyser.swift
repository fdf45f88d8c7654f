import Imaging

/// The way from the bytes of a photo to its faces with embeddings. Not for two threads at once; make one each.
public final class FaceAnalyser {
  public let pack: ModelPack

  public init(pack: ModelPack, threads: Int = 1) throws(FaceError) {
    self.pack = pack
  }

  /// - Throws: `FaceError.image` where the bytes give no picture.
  public func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis {
    throw .image(.unsupported("no analyser is there yet"))
  }
}
