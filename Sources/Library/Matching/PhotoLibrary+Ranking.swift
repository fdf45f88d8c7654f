import Faces
import PathText
import SystemPackage

extension PhotoLibrary {
  public func face(_ id: FaceID) -> (photo: Photo, face: Face)? { contents.withLock { $0.face(id) } }

  /// Length 1; corrected, where a correction is in use.
  public func embedding(of id: FaceID) -> [Float]? { contents.withLock { $0.embedding(of: id) } }

  /// The query, every other face with the best first (ties by path and number), and last those of its own photo that
  /// are somebody else. Empty where the face is gone.
  public func rank(_ query: FaceID) -> Ranking {
    rank(FaceQuery([query]))
  }

  /// The same for several faces of one person: they come first, and faces of any of their photos last. Those that are
  /// gone are passed over.
  public func rank(_ query: FaceQuery) -> Ranking {
    rank(query.faces.map { .face($0) }, by: query.combination, leavingOut: query.leavingOut)
  }

  /// The same for faces of which some need not be in the library.
  /// - Parameter leavingOut: faces that are not ranked.
  public func rank(
    _ queries: [QueryFace], by combination: ScoreCombination = .best, leavingOut: Set<FaceID> = []
  ) -> Ranking {
    contents.withLock { contents in
      var seen: Set<FaceID> = []
      let known = queries.compactMap { query -> Query? in
        switch query {
        case .face(let id): seen.insert(id).inserted ? contents.query(id) : nil
        case .embedding(let embedding, let quality):
          Query(embedding: contents.corrected(embedding), quality: quality)
        }
      }
      return known.isEmpty ? [] : contents.rank(known, by: combination, limits: faceLimits, leavingOut)
    }
  }

  /// The same for a face that need not be in the library.
  /// - Parameters:
  ///   - embedding: of length 1, from the same pack, not corrected.
  ///   - quality: of that face.
  public func rank(embedding: [Float], quality: FaceQuality = .unknown) -> Ranking {
    rank([.embedding(embedding, quality)])
  }
}
