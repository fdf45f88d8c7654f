import Faces
import PathText
import Storage
import SystemPackage

/// What turns bytes into faces; tests put their own in its place.
protocol PhotoAnalysing {
  func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis
}

extension FaceAnalyser: PhotoAnalysing {}

typealias AnalyserFactory = @Sendable () throws(FaceError) -> any PhotoAnalysing

/// Finds out what a file's content is: from the cache where it is known, else with the networks, which are loaded when
/// they are needed first. Not for two threads at once; make one each.
final class PhotoExaminer {
  struct Finding {
    var content: CachedContent
    /// nil where the content is no picture.
    var analysis: PhotoAnalysis?
    /// Whether the networks had to look.
    var isNew: Bool
    /// Whose content it is.
    var id: ContentID?

    var state: PhotoState { PhotoState(content, faces: analysis?.faces.count) ?? .pending }
  }

  private let cache: EmbeddingCache
  private let thumbnails: ThumbnailStore?
  private let pack: String
  private let dimensions: Int?
  private let makeAnalyser: AnalyserFactory
  private var analyser: (any PhotoAnalysing)?

  /// - Parameter dimensions: length of the pack's embeddings; nil where any will do.
  init(
    cache: EmbeddingCache, thumbnails: ThumbnailStore? = nil, pack: String, dimensions: Int?,
    makeAnalyser: @escaping AnalyserFactory
  ) {
    self.cache = cache
    self.thumbnails = thumbnails
    self.pack = pack
    self.dimensions = dimensions
    self.makeAnalyser = makeAnalyser
  }

  /// What is known of a file without opening it: it was gone for a while, or another process looked at it meanwhile.
  func recall(_ file: CachedFile) throws(LibraryError) -> Finding? {
    do {
      let content = try cache.content(of: file, pack: pack, dimensions: dimensions)
      guard var found = content.flatMap({ Finding(known: $0, $1) }) else { return nil }
      try cache.restore(file.path)
      found.id = try cache.contentID(at: file.path)
      return found
    } catch { throw LibraryError(error) }
  }

  /// Stores what it finds.
  /// - Parameters:
  ///   - file: nil for a photo that belongs to no library.
  ///   - anew: whether the networks look also where the content is known.
  /// - Throws: where the networks or the cache do not work.
  func examine(_ bytes: FileBytes, as file: CachedFile?, anew: Bool = false) throws(LibraryError) -> Finding {
    let hash = bytes.hash
    if !anew, let known = try recall(hash, as: file) { return known }
    var found = try look(bytes.bytes)
    found.id = ContentID(hash: hash)
    keepThumbnails(&found, isOfLibrary: file != nil)
    do {
      let analysis = found.analysis.map { CachedAnalysis($0) }
      try cache.store(file, hash: hash, content: found.content, pack: pack, analysis: analysis)
    } catch { throw LibraryError(error) }
    return found
  }

  /// Before the photo counts as looked at: a run that ends in between must not leave it without thumbnails. They are taken
  /// for those of nobody only where another process tidies up at that moment.
  private func keepThumbnails(_ finding: inout Finding, isOfLibrary: Bool) {
    guard let made = finding.analysis?.thumbnails, !made.isEmpty else { return }
    finding.analysis?.thumbnails = []
    if isOfLibrary, let id = finding.id { thumbnails?.replace(id, with: made.map { StoredPicture($0) }) }
  }

  private func recall(_ hash: [UInt8], as file: CachedFile?) throws(LibraryError) -> Finding? {
    do {
      let content = try cache.content(hash: hash, pack: pack, dimensions: dimensions)
      guard var known = content.flatMap({ Finding(known: $0, $1) }) else { return nil }
      known.id = ContentID(hash: hash)
      if let file { try cache.store(file, hash: hash) }
      return known
    } catch { throw LibraryError(error) }
  }

  private func look(_ bytes: [UInt8]) throws(LibraryError) -> Finding {
    do throws(FaceError) {
      let analysis = try loadedAnalyser().analyse(bytes)
      let lengths = Set(analysis.faces.map(\.embedding.count))
      guard lengths.count <= 1, !lengths.contains(0), analysis.faces.allSatisfy({ $0.landmarks.count == 5 }) else {
        throw FaceError.network(.invalidInput("the faces of one photo have embeddings of lengths \(lengths.sorted())"))
      }
      return Finding(content: CachedContent(analysis), analysis: analysis, isNew: true)
    } catch {
      switch error {
      case .image(.unreadable(let reason)): return refused(.unreadable(reason))
      case .image(.unsupported(let reason)): return refused(.unsupported(reason))
      case .pack(let error): throw .pack(error)
      case .network(let error): throw .network(error.description)
      }
    }
  }

  private func loadedAnalyser() throws(FaceError) -> any PhotoAnalysing {
    if let analyser { return analyser }
    let made = try makeAnalyser()
    analyser = made
    return made
  }

  private func refused(_ state: CachedContent.State) -> Finding {
    Finding(content: CachedContent(state: state, decoder: decoderVersion), analysis: nil, isNew: true)
  }
}

extension PhotoExaminer.Finding {
  /// - Returns: nil where the content has to be looked at again.
  init?(known content: CachedContent, _ analysis: CachedAnalysis?) {
    guard PhotoState(content, faces: analysis?.faces.count) != nil else { return nil }
    let isPicture = content.state == .picture
    self.init(content: content, analysis: isPicture ? analysis.map { PhotoAnalysis(content, $0) } : nil, isNew: false)
  }
}

extension LibraryError {
  init(_ error: CacheError) { self = .cache(StandIn.resolved(error.file), reason: error.reason) }
}
